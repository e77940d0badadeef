import Benchmarks
import Checkpoints
import Foundation
import Generators
import Media
import Runner
import Tensor
import Testing

@Testing.Suite("Plan files")
struct SweepPlanTests {
    @Test("A plan of two words is a whole plan")
    func short() throws {
        let plan = try PlanFolder().read("suites: demo\nsystems: consisti2v\n")
        #expect(plan.name == "plan" && plan.suites.map(\.id) == ["demo"] && plan.suites[0].name == "demo")
        #expect(plan.generators.map(\.id) == ["consisti2v"] && plan.seeds == [0] && plan.rows == .single)
        #expect(plan.metrics == nil && plan.weights == nil && plan.encoding == .standard)
        #expect(plan.compute(threads: 3) == Compute(threads: 3))
    }

    @Test("Every field is taken, and paths are relative to the plan")
    func long() throws {
        let folder = try PlanFolder()
        try FileManager.default.createDirectory(
            atPath: folder.folder + "/clips", withIntermediateDirectories: true)
        try folder.system("SEINE", suite: "folder")
        let plan = try folder.read(
            """
            name: table-6
            suites:
              - demo
              - suite: folder
                name: own
                data: clips
                limit: 3
                categories: [cats, dogs]
                reference: real
            systems: [consisti2v, SEINE.json]
            seeds: [0..1, 7]
            ablations: [full, frameinit+tcond]
            metrics: [fvd, clipsim]
            weights: synthetic:3
            generator_weights: demo
            options: { steps: 4, text-guidance: 2, no-frameinit: false, eta: 0.5 }
            protocol: native
            negative_prompt: blur
            lossless: true
            precision: bf16
            exact: true
            """)
        #expect(plan.name == "table-6" && plan.suites.map(\.name) == ["demo", "own"])
        let own = plan.suites[1]
        #expect(own.data == folder.folder + "/clips" && own.reference == [folder.folder + "/real"])
        #expect(own.limit == 3 && own.categories == ["cats", "dogs"])
        #expect(own.systems == [folder.folder + "/SEINE.json"] && plan.suites[0].systems.isEmpty)
        #expect(plan.seeds == [0, 1, 7])
        #expect(plan.rows == (try VariantRows.ablation("full,frameinit+tcond")))
        #expect(plan.metrics == ["fvd", "clipsim"] && plan.weights == "synthetic:3")
        #expect(plan.generatorWeights == "demo" && plan.negativePrompt == "blur")
        #expect(plan.options.names == ["steps", "eta", "text-guidance"])
        #expect(plan.options["steps"] == .integer(4) && plan.options["text-guidance"] == .number(2))
        #expect(plan.encoding == .ffv1 && plan.comparison == "native")
        #expect(
            plan.compute(threads: 1) == Compute(threads: 1, precision: .bfloat16, allowsWinograd: false))
    }

    @Test(
        "Unknown names are answered with the nearest ones and their line",
        arguments: [
            ("suites: dmo\nsystems: consisti2v", "1: there is no suite “dmo”; is “demo” meant?"),
            (
                "suites: demo\nsystems:\n  - consist2v",
                "3: there is no generator “consist2v”; is “consisti2v” meant?"
            ),
            (
                "suites: demo\nsystems: consisti2v\nmetrics: [isim,\n  clipsm]",
                "4: there is no metric “clipsm”; is “clipsim” or “isim_first” meant?"
            ),
            (
                "suites: demo\nsystems: consisti2v\nmetric: isim",
                "3: there is no field “metric”; is “metrics” meant?"
            ),
            (
                "suites: demo\nsystems: consisti2v\nprotocol: consisti2v",
                "3: there is no protocol “consisti2v”; is “consisti2v-256” meant?"
            ),
            (
                "suites: demo\nsystems: consisti2v\noptions: {step: 3}",
                "3: there is no field “step”; is “steps” meant?"
            ),
            (
                "suites: demo\nsystems: consisti2v\nweights: offical",
                "3: there is no kind or folder of weights “offical”; is “official” meant?"
            ),
            (
                "suites: demo\nsystems: consisti2v\nprecision: fp16",
                "3: there is no precision “fp16”; is “bf16” or “fp32” meant?"
            ),
            (
                "suites: [{suite: demo, limits: 3}]\nsystems: consisti2v",
                "1: there is no field “limits”; is “limit” meant?"
            ),
        ])
    func unknown(text: String, problem: String) throws {
        let found = try PlanFolder().problems(text)
        // The metrics' list of neighbours grows with the metrics.
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(problem.prefix(while: { $0 != ";" })) == true, "\(found)")
        let meant = problem.split(separator: "“").dropFirst(2).compactMap { $0.split(separator: "”").first }
        #expect(found.first?.contains("“\(meant.first ?? "?")”") == true, "\(found)")
    }

    @Test(
        "Wrong types and values name the field, what was expected, and what was found",
        arguments: [
            (
                "suites: [{suite: demo, limit: many}]\nsystems: consisti2v",
                "1: limit: expected a whole number from 1, found “many”"
            ),
            (
                "suites: [{suite: demo, limit: \"3\"}]\nsystems: consisti2v",
                "1: limit: expected a whole number from 1, found “3”"
            ),
            (
                "suites: [{suite: demo, limit: 0}]\nsystems: consisti2v",
                "1: limit: expected a whole number from 1, found “0”"
            ),
            (
                "suites: demo\nsystems: consisti2v\nlossless: 1",
                "3: lossless: expected true or false, found “1”"
            ),
            (
                "suites: demo\nsystems: consisti2v\ncrf: [10]",
                "3: crf: expected a number from 0.0 to 51.0, found a list"
            ),
            (
                "suites: demo\nsystems: consisti2v\noptions:\n  steps: 2.5",
                "4: steps: expected a whole number, found “2.5”"
            ),
            (
                "suites: demo\nsystems: consisti2v\noptions: 3",
                "3: options: expected fields such as “"
            ),
            (
                "suites: demo\nsystems: {consisti2v: 1}",
                "2: systems: expected “system: NAME”, found no such field"
            ),
            ("systems: consisti2v", "1: suites: expected at least one suite, found none"),
            ("suites: demo", "1: systems: expected generators or files of imported systems, found none"),
            (
                "suites: demo\nsystems: consisti2v\nseeds: two",
                "3: seeds: expected numbers such as 0, 0..2 or [1, 5, 9], found “two”"
            ),
            (
                "suites: demo\nsystems: consisti2v\nablations: [full, motion]",
                "3: ablations: expected full, paper, or frameinit, tcond and scond joined by +, found “motion”"
            ),
            (
                "suites: folder\nsystems: consisti2v",
                "1: the suite “folder” needs its files: add “data: PATH”"
            ),
            (
                "suites: [{suite: demo, data: x}]\nsystems: consisti2v",
                "1: the suite “demo” brings its own samples and takes no “data”"
            ),
            ("- demo", "1: the plan: expected fields such as “name: …”, found a list"),
        ])
    func types(text: String, problem: String) throws {
        let found = try PlanFolder().problems(text)
        #expect(found.contains { $0.hasPrefix(problem) }, "\(found)")
    }

    @Test(
        "What stands there twice is refused",
        arguments: [
            ("suites: demo\nsystems: consisti2v\nseeds: [0, 1, 0]", "3: seeds: 0 stands there twice"),
            ("suites: demo\nsystems: consisti2v\nseeds: 0..3,2", "3: seeds: 2 stands there twice"),
            (
                "suites: demo\nsystems: consisti2v\nseeds:\n  - 0..2\n  - 1",
                "5: seeds: 1 stands there twice, here and on line 4"
            ),
            (
                "suites: [demo,\n  demo]\nsystems: consisti2v",
                "2: suites: “demo” stands here and on line 1; give one of them another “name”"
            ),
            (
                "suites: demo\nsystems: [consisti2v, consisti2v]",
                "2: systems: “consisti2v” stands here and on line 2; leave one out"
            ),
            (
                "suites: demo\nsystems: consisti2v\nmetrics: [isim, isim]",
                "3: metrics: “isim” stands there twice"
            ),
            (
                "suites: demo\nsystems: consisti2v\nablations: [full, full]",
                "3: ablations: “full” stands there twice"
            ),
            (
                "suites: demo\nsystems: consisti2v\nablations: [paper, full]",
                "3: ablations: expected every row once, found “paper, full”"
            ),
        ])
    func twice(text: String, problem: String) throws {
        #expect(try PlanFolder().problems(text) == [problem])
    }

    @Test("A field that stands there twice is a mistake of the YAML")
    func repeatedField() throws {
        let folder = try PlanFolder()
        #expect {
            _ = try folder.read("suites: demo\nsystems: consisti2v\nsuites: demo\n")
        } throws: { error in
            "\(error)".contains("plan.yaml:") && "\(error)".contains("“suites” occurs twice")
        }
    }

    @Test("All problems of a plan are told at once, in the order of their lines")
    func together() throws {
        let folder = try PlanFolder()
        let text = "metrics: clipsm\nsuites: dmo\nsystems: consist2v\nseeds: 1,1\n"
        #expect(try folder.problems(text).map { $0.prefix(2) } == ["1:", "2:", "3:", "4:"])
        #expect {
            _ = try folder.read(text)
        } throws: { error in
            guard let error = error as? RunnerError else { return false }
            return "\(error)".split(separator: "\n").allSatisfy { $0.hasPrefix(folder.file + ":") }
                && error.exitCode == 65
        }
    }

    @Test("Protocols that contradict each other are refused")
    func protocols() throws {
        let folder = try PlanFolder()
        try folder.system("SEINE", suite: "demo", protocol: "consisti2v-256")
        try folder.system("DynamiCrafter", suite: "demo")
        try folder.system("Other", suite: "ucf-101")
        #expect(
            try folder.problems("suites: demo\nsystems: [SEINE.json,\n  DynamiCrafter.json]") == [
                "3: contradictory protocols: “SEINE” was imported with consisti2v-256, “DynamiCrafter” with native; "
                    + "import one of them again"
            ])
        #expect(
            try folder.problems("suites: demo\nsystems: [SEINE.json]\nprotocol: native") == [
                "2: contradictory protocols: the plan asks for native, “SEINE” was imported with consisti2v-256; "
                    + "import it again with --protocol native"
            ])
        #expect(try folder.problems("suites: demo\nsystems: SEINE.json\nprotocol: consisti2v-256") == [])
        #expect(
            try folder.problems("suites: demo\nsystems: [consisti2v, Other.json]") == [
                "2: systems: “Other” was imported for the suite “ucf-101”, which is not in the plan"
            ])
        #expect(
            try folder.problems("suites: demo\nsystems: [SEINE.json]\nlossless: true\ncrf: 3") == [
                "4: crf has no meaning with “lossless: true”; leave one out"
            ])
    }

    @Test("Ablations need generators with parts that can be switched off")
    func ablations() throws {
        #expect(
            try PlanFolder().problems("suites: demo\nsystems: [consisti2v,\n  lookback]\nablations: paper")
                == [
                    "3: systems: “lookback” has no parts that can be switched off; leave it or “ablations” out"
                ])
    }

    @Test("Videos of one table have one size and length where a protocol fixes them")
    func forms() throws {
        let folder = try PlanFolder()
        let suites = try SuiteRegistry()
        let resolver = PlanResolver(
            suites: suites, locator: .init(environment: [:], home: URL(fileURLWithPath: folder.folder)))
        let text = "suites: [{suite: demo, limit: 1}]\nsystems: consisti2v\nmetrics: temporal_flickering\n"
        func sweep(_ more: String) throws -> Sweep {
            try (text + more).write(toFile: folder.file, atomically: true, encoding: .utf8)
            return try Sweep(
                file: folder.file, suites: suites, resolver: resolver, threads: 1,
                command: "i2vbench sweep plan.yaml")
        }
        #expect(try sweep("").runs.map(\.resolved.plan.command) == ["i2vbench sweep plan.yaml"])
        #expect {
            _ = try sweep("protocol: consisti2v-256\n")
        } throws: { error in
            "\(error)".hasPrefix(
                "\(folder.file):4: contradictory protocols: consisti2v-256 is 256×256, 16 frames")
        }
    }
}
