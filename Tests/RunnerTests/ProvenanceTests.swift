import Benchmarks
import Foundation
import Generators
import Reports
import Runner
import Store
import Testing

@Testing.Suite("Where numbers come from")
struct ProvenanceTests {
    private func explanation(_ bench: Bench, _ address: String, check: Bool = false) throws -> CellExplanation
    {
        let explainer = try CellExplainer(store: try bench.open(), run: 1)
        let answer = try explainer.explain(try #require(CellAddress(address)), checksFiles: check)
        guard case .measured(let explanation) = answer else {
            throw RunnerError.damagedPlan(run: 1, found: "a published number")
        }
        return explanation
    }

    @Test("A mean is walked back to its videos, their generator, weights and code")
    func mean() throws {
        let bench = try Bench()
        try bench.run()
        let content = try RunReport(store: try bench.open(), run: 1).report().content
        let metric = try #require(content.metrics.first)
        let found = try explanation(bench, "summary:full/\(metric.id)", check: true)
        #expect(found.videos.count == 8 && found.videos.allSatisfy { $0.file == .unchanged })
        let values = content.scores.filter { $0.video.variant == "full" && $0.metric == metric.id }
            .compactMap(\.value)
        let mean = values.reduce(0, +) / Double(values.count)
        #expect(abs(try #require(found.value) - mean) <= 1e-12)
        #expect(abs(try #require(found.recomputed) - mean) <= 1e-12)
        let plan = try Reproduction(store: try bench.open(), run: 1)
        #expect(found.code.planHash == plan.planHash && found.code.version == I2VBenchVersion.text)
        #expect(found.generator.id == bench.generators[0].identity.id && found.generator.hash.count == 64)
        #expect(found.suite.suite == "pattern" && found.suite.suiteHash == plan.plan.suite.hash)
        #expect(found.metric.version == metric.version)
        #expect(found.metric.weights.allSatisfy { $0.sha256.isEmpty == false })
        // The same row by its number, and one category of it.
        #expect(try explanation(bench, "summary:1/\(metric.id)", check: true) == found)
        let odd = try explanation(bench, "categories:full/\(metric.id)/odd")
        #expect(
            odd.videos.count == 4 && odd.videos.allSatisfy { $0.category == "odd" && $0.file == .unchecked })
        let single = try explanation(bench, "videos:bare/\(metric.id)/sample 2/1")
        #expect(single.videos.count == 1 && single.value == single.videos[0].value)
        #expect(single.generator.variant == "bare" && single.recomputed == nil)
    }

    @Test("Files that changed or went are told")
    func files() throws {
        let bench = try Bench(samples: 3)
        bench.seeds = [0]
        try bench.run()
        let metric = try #require(
            try RunReport(store: try bench.open(), run: 1).report().content.metrics.first)
        let before = try explanation(bench, "summary:full/\(metric.id)")
        let paths = before.videos.compactMap(\.path)
        try Data("else".utf8).write(to: URL(fileURLWithPath: paths[0]))
        try FileManager.default.removeItem(atPath: paths[1])
        let after = try explanation(bench, "summary:full/\(metric.id)", check: true)
        #expect(after.videos.map(\.file) == [.changed, .missing, .unchanged])
        #expect(after.value == before.value)
    }

    @Test("Rows may hold slashes, and what is not there is named with its nearest names")
    func addresses() throws {
        var content = try Self.content()
        content.variants[0].title = "w/o A"
        content.variants[1].title = "w/o A, B/C"
        func meaning(_ text: String) throws -> CellAddress.Meaning {
            try #require(CellAddress(text)).meaning(in: content)
        }
        let metric = content.metrics[0].id
        #expect(
            try meaning("summary:w/o A, B/C/\(metric)")
                == .mean(variant: content.variants[1].id, metric: metric, category: nil))
        #expect(
            try meaning("summary:w/o A/\(metric)")
                == .mean(variant: content.variants[0].id, metric: metric, category: nil))
        #expect(
            try meaning("consisti2v_i2v_bench_scene_consistency:Scenery-City/AnimateAnything")
                == .published(
                    table: "consisti2v_i2v_bench_scene_consistency", row: "Scenery-City",
                    column: "AnimateAnything"))
        #expect(CellAddress("summary") == nil && CellAddress(":x") == nil)
        for text in [
            "sumary:1/\(metric)", "summary:3/\(metric)", "summary:1/x", "categories:1/\(metric)/x",
            "videos:1/\(metric)/none", "videos:1/\(metric)/sample 0", "videos:1/\(metric)/sample 0/9",
            "summary:1/\(metric)/odd",
        ] {
            #expect(throws: RunnerError.self, "\(text)") { try meaning(text) }
        }
        let error = #expect(throws: RunnerError.self) { try meaning("sumary:1/x") }
        #expect(error?.description.contains("Did you mean summary") == true)
    }

    private static func content() throws -> ReportContent {
        let bench = try Bench()
        try bench.run()
        return try RunReport(store: try bench.open(), run: 1).report().content
    }

    @Test("A paper's number leads to its table, and a misprint is told")
    func published() throws {
        let cell = try PublishedCell(
            table: "consisti2v_i2v_bench_scene_consistency", row: "Scenery-City", column: "AnimateAnything")
        #expect(cell.printed == "35.53" && cell.meant == 18.49 && cell.citation.hasSuffix("table 11"))
        #expect(throws: RunnerError.self) { try PublishedCell(table: "x", row: "a", column: "b") }
    }

    @Test("A run's command is given again with another folder")
    func command() throws {
        let bench = try Bench(samples: 2)
        try bench.run()
        let reproduction = try Reproduction(store: try bench.open(), run: 1)
        #expect(reproduction.notices.isEmpty)
        #expect(try reproduction.arguments(out: "new place") == ["run", "pattern", "--out", "new place"])
        #expect(
            try reproduction.arguments(out: "x", metrics: ["a", "b"], systems: ["s.json"])
                == ["run", "pattern", "--out", "x", "--metrics", "a,b", "--systems", "s.json"])
        let other = try Reproduction(store: try bench.open(), run: 1, codeVersion: "9.9")
        #expect(other.notices.count == 1)
    }

    @Test("Two runs of one plan agree in every number; a lesser one lacks what it lacks")
    func check() throws {
        let (one, other, lesser) = (try Bench(), try Bench(), try Bench())
        lesser.seeds = [0]
        for bench in [one, other, lesser] { try bench.run() }
        let same = try ReproductionCheck(of: 1, in: try one.open(), against: 1, in: try other.open())
        #expect(same.isIdentical && same.isSamePlan == true && same.values == 32)
        #expect(same.videos == 16 && same.identicalVideos == 16)
        let less = try ReproductionCheck(of: 1, in: try one.open(), against: 1, in: try lesser.open())
        #expect(!less.isIdentical && less.isSamePlan == false && less.identicalVideos == 8)
        #expect(
            less.differences.count == 16 && less.differences.allSatisfy { $0.found == nil && $0.seed == 1 })
        let metric = try #require(less.differences.first?.metric)
        let part = try ReproductionCheck(
            of: 1, in: try one.open(), against: 1, in: try other.open(), metrics: [metric])
        #expect(part.values == 16 && part.isSamePlan == nil && part.isIdentical)
    }

    @Test(
        "Words are read as a shell reads them",
        arguments: [
            ("a 'b c' d", ["a", "b c", "d"]), ("a\\ b \"c 'd'\" ''", ["a b", "c 'd'", ""]),
            ("'isn'\\''t' \"\\x \\\"\"", ["isn't", "\\x \""]), ("", []),
        ])
    func words(_ text: String, _ expected: [String]) throws {
        let words = try #require(ShellWords(parsing: text))
        #expect(words.words == expected)
        #expect(ShellWords(parsing: words.text) == words)
        #expect(ShellWords(parsing: text + " 'open") == nil)
    }

    @Test("Options are found, replaced and taken out")
    func options() {
        var command = ShellWords(["run", "demo", "--out", "a", "--out=b", "--limit", "2"])
        #expect(command.value(of: "--out") == "b" && command.value(of: "--limit") == "2")
        command.set("--out", to: "c")
        #expect(command.words == ["run", "demo", "--limit", "2", "--out", "c"])
    }
}
