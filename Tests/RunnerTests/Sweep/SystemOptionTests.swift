import Benchmarks
import Checkpoints
import Foundation
import Generators
import Runner
import Testing

@Testing.Suite("Systems of a plan with options of their own")
struct SystemOptionTests {
    private static func sweep(_ folder: PlanFolder, _ text: String, only part: SweepNarrowing = .init())
        throws
        -> Sweep
    {
        try text.write(toFile: folder.file, atomically: true, encoding: .utf8)
        let suites = try SuiteRegistry()
        return try Sweep(
            file: folder.file, suites: suites,
            resolver: PlanResolver(
                suites: suites,
                locator: .init(environment: [:], home: URL(fileURLWithPath: folder.folder))), only: part,
            threads: 1, command: "i2vbench sweep plan.yaml", directory: "/")
    }

    private static let head = "suites: [{suite: demo, limit: 1}]\nmetrics: temporal_flickering\n"

    @Test("Its options go over the plan's; a flag that is off takes back what holds for all")
    func merged() throws {
        let folder = try PlanFolder()
        try FileManager.default.createDirectory(
            atPath: folder.folder + "/mine", withIntermediateDirectories: true)
        let plan = try folder.read(
            """
            suites: demo
            systems:
              - consisti2v
              - { system: consisti2v, name: quick, options: { steps: 2, no-temporal-conditioning: false } }
              - system: consisti2v
                options: { tau: 700, text-guidance: 3 }
                weights: mine
                negative_prompt: blur
              - { system: lookback }
            options: { steps: 4, no-temporal-conditioning: true }
            """)
        #expect(plan.generators.map(\.id) == ["consisti2v", "consisti2v", "consisti2v", "lookback"])
        #expect(
            plan.generators.map(\.name) == [
                nil, "quick",
                "ConsistI2V (text-guidance 3.0, tau 700, weights mine, avoiding “blur”)", nil,
            ])
        #expect(
            plan.generators.map(\.options?.names) == [
                nil, ["steps"], ["steps", "no-temporal-conditioning", "text-guidance", "tau"], nil,
            ])
        #expect(plan.generators[1].options?["steps"] == .integer(2))
        #expect(plan.generators[2].weights == folder.folder + "/mine")
        #expect(plan.generators[2].negativePrompt == "blur")
        #expect(plan.generators.map(\.place?.line) == [3, 4, 5, 9])
    }

    @Test("Two systems of one generator are rows of their own, with names and addresses of their own")
    func distinct() throws {
        let sweep = try Self.sweep(
            try PlanFolder(),
            Self.head + """
                systems:
                  - consisti2v
                  - { system: consisti2v, name: quick, options: { steps: 2 } }
                  - { system: consisti2v, negative_prompt: blur }
                  - { system: consisti2v, weights: synthetic }
                ablations: [full, frameinit+tcond]
                """)
        let resolved = sweep.runs[0].resolved
        let made = resolved.plan.variants.filter { $0.kind == .generated }
        #expect(
            made.map(\.label) == [
                "ConsistI2V", "ConsistI2V w/o FrameInit & T.Cond.", "quick", "quick w/o FrameInit & T.Cond.",
                "ConsistI2V (avoiding “blur”)", "ConsistI2V (avoiding “blur”) w/o FrameInit & T.Cond.",
                "ConsistI2V (weights synthetic)",
                "ConsistI2V (weights synthetic) w/o FrameInit & T.Cond.",
            ])
        let addresses = try resolved.plan.variants.map { try $0.generatorHash(arithmetic: "fp32") }
        #expect(Set(addresses).count == addresses.count)
        #expect(
            made.map { $0.generator.settings["steps"] } == ["10", "10", "2", "2", "10", "10", "10", "10"])
        #expect(made.map(\.weightsLabel).suffix(2).allSatisfy { $0 == "synthetic weights" })
        #expect(
            resolved.negativePrompts.map(\.isEmpty).prefix(8) == [
                true, true, true, true, false, false, true, true,
            ])
    }

    @Test(
        "What a system cannot have is told with its line",
        arguments: [
            (
                "{system: consisti2v, option: {steps: 3}}",
                "2: there is no field “option”; is “options” meant?"
            ),
            (
                "{system: consisti2v, options: {step: 3}}",
                "2: there is no field “step”; is “steps” meant?"
            ),
            (
                "{system: consist2v, options: {steps: 3}}",
                "2: there is no generator “consist2v”; is “consisti2v” meant?"
            ),
            (
                "[consisti2v,\n  {system: lookback, options: {tau: 3}}]",
                "3: there is no field “tau”;"
            ),
            (
                "{system: consisti2v, options: {steps: many}}",
                "2: steps: expected a whole number, found “many”"
            ),
            (
                "{system: consisti2v,\n  options: {no-frameinit: true, tau: 3}}",
                "3: options: --tau 3 has no meaning with --no-frameinit; leave one of them out."
            ),
            ("{options: {steps: 3}}", "2: systems: expected “system: NAME”, found no such field"),
            (
                "[[consisti2v]]",
                "2: systems: expected a name, a record of fields, or a list of these, found a list"
            ),
            (
                "{system: consisti2v, weights: offical}",
                "2: there is no kind or folder of weights “offical”; is “official” meant?"
            ),
            (
                "[consisti2v,\n  {system: consisti2v}]",
                "3: systems: “consisti2v” stands here and on line 2; leave one out"
            ),
            (
                "[{system: consisti2v, name: a, options: {steps: 3}},\n  {system: lookback, name: a}]",
                "3: systems: “a” is the name here and on line 2; give one of them another “name”"
            ),
            (
                "[SEINE.json,\n  {system: consisti2v, name: SEINE}]",
                "3: systems: “SEINE” is the name here and on line 2; give one of them another “name”"
            ),
            (
                "{system: SEINE.json,\n  options: {steps: 3}}",
                "3: systems: “SEINE.json” was imported: its videos are finished and it has its name, so “options” has no "
                    + "meaning here; leave it out"
            ),
        ])
    func refused(systems: String, problem: String) throws {
        let folder = try PlanFolder()
        try folder.system("SEINE", suite: "demo")
        let found = try folder.problems("suites: demo\nsystems: \(systems)\n")
        #expect(found.count == 1 && found[0].hasPrefix(problem), "\(found)")
    }

    @Test("Options that a system contradicts are the plan's too")
    func contradiction() throws {
        #expect(
            try PlanFolder().problems(
                "suites: demo\nsystems:\n  - system: consisti2v\n    options: {no-frameinit: true}\noptions: {tau: 5}\n"
            )
                == ["4: options: --tau 5 has no meaning with --no-frameinit; leave one of them out."])
    }

    @Test("Systems that would make the same videos, and values out of range, are refused with their line")
    func same() throws {
        func problem(_ systems: String) throws -> String {
            let folder = try PlanFolder()
            do {
                _ = try Self.sweep(folder, Self.head + "systems:\n" + systems)
                return "none"
            } catch { return "\(error)".replacing(folder.file, with: "plan.yaml") }
        }
        #expect(
            try problem("  - consisti2v\n  - {system: consisti2v, name: slow, options: {steps: 10}}\n")
                == "plan.yaml:5: systems: “slow” and “ConsistI2V” make the same videos: their options and weights come "
                + "to the same; change one or leave it out")
        #expect(
            try problem("  - consisti2v\n  - {system: consisti2v, name: odd, options: {steps: 0}}\n")
                .hasPrefix(
                    "plan.yaml:5: systems: “odd”: steps: expected "))
    }

    @Test("A category that the suite does not have is told with its line")
    func category() throws {
        let folder = try PlanFolder()
        let error = #expect(throws: RunnerError.self) {
            _ = try Self.sweep(
                folder, "systems: consisti2v\nsuites:\n  - { suite: demo, categories: [boat] }\n")
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(
            text.hasPrefix("\(folder.file):3: categories: there is no category “boat”")
                && text.contains("boats"), "\(text)")
    }

    @Test("A plan tells where its videos have another size than the suite asks for")
    func prescribed() throws {
        func plan(_ more: String) throws -> RunPlan {
            let sweep = try Self.sweep(try PlanFolder(), Self.head + "systems: consisti2v\n" + more)
            return sweep.runs[0].resolved.plan
        }
        #expect(try plan("").prescribed == nil)
        let other = try plan("options: { width: 96, frames: 8 }\n")
        #expect(other.prescribed?.width == 64 && other.prescribed?.frames == 16)
        #expect(other.suite.settings.width == 96 && other.suite.settings.frames == 8)
    }

    @Test("A part of a plan has the plan's numbers and a command of its own")
    func narrowed() throws {
        let folder = try PlanFolder()
        let text = """
            suites: [{suite: demo, limit: 1}, {suite: demo, name: more, limit: 2}]
            metrics: [temporal_flickering, clipsim]
            systems: [consisti2v, {system: consisti2v, name: quick one, options: {steps: 2}}]
            """
        let whole = try Self.sweep(folder, text)
        #expect(
            whole.runs.map(\.resolved.plan.command)
                == ["i2vbench sweep plan.yaml --suite demo", "i2vbench sweep plan.yaml --suite more"])
        let part = try Self.sweep(
            folder, text, only: SweepNarrowing(suites: ["more"], rows: ["quick one"], metrics: ["clipsim"]))
        #expect(part.runs.map(\.name) == ["more"])
        let plan = part.runs[0].resolved.plan
        #expect(plan.command == "i2vbench sweep plan.yaml --suite more --row 'quick one' --metrics clipsim")
        #expect(
            plan.variants.map(\.label) == ["quick one", "real clips"] && plan.metrics.map(\.id) == ["clipsim"]
        )
        let row = try #require(whole.runs[1].resolved.plan.variants.first { $0.label == "quick one" })
        #expect(plan.variants[0].generator == row.generator)
        #expect(plan.suite == whole.runs[1].resolved.plan.suite)
        #expect {
            _ = try Self.sweep(folder, text, only: SweepNarrowing(suites: ["mor"]))
        } throws: { "\($0)".contains("more") }
        #expect {
            _ = try Self.sweep(folder, text, only: SweepNarrowing(rows: ["quick"]))
        } throws: { "\($0)".contains("quick one") }
    }
}
