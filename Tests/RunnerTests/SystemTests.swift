import Benchmarks
import Checkpoints
import Foundation
import Media
import Reports
import Runner
import Store
import Testing

@Testing.Suite("Systems that were imported")
struct SystemTests {
    /// A suite of three pictures in a folder of its own, and two systems with videos for it.
    private struct Lab {
        let folder: String
        let registry: SuiteRegistry

        init() throws {
            folder =
                FileManager.default.temporaryDirectory.appendingPathComponent(
                    "i2vbench systems " + UUID().uuidString
                ).path
            let suite = folder + "/suites/mine"
            try FileManager.default.createDirectory(atPath: suite, withIntermediateDirectories: true)
            let text = """
                {id: mine, version: "1", title: Mine, summary: for tests, source: manifest, manifest: rows.csv,
                 metrics: [temporal_flickering], weights: synthetic, protocol: {frames: 8, size: [16, 16], fps: 8}}
                """
            try text.write(toFile: suite + "/suite.yaml", atomically: true, encoding: .utf8)
            var rows = "id,category,image,prompt\n"
            for name in ["one", "two", "three"] {
                try Data(PNGWriter.encode(Self.frame(7))).write(
                    to: URL(fileURLWithPath: "\(suite)/\(name).png"))
                rows += "\(name),all,\(name).png,picture \(name)\n"
            }
            try rows.write(toFile: suite + "/rows.csv", atomically: true, encoding: .utf8)
            registry = try SuiteRegistry(root: folder + "/suites")
        }

        static func frame(_ level: Int) -> RGBImage {
            RGBImage(width: 16, height: 16, pixels: [UInt8](repeating: UInt8(level), count: 768))
        }

        /// Videos whose neighbouring frames differ by `step`, and so by that much flicker.
        func system(
            _ name: String, _ videos: [String: Int], frames: Int = 8, comparison: ComparisonProtocol? = nil
        ) throws -> String {
            let place = "\(folder)/\(name)"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            for (video, step) in videos {
                try VideoWriter.write(
                    (0..<(comparison?.frames ?? frames)).map { Self.frame($0 % 2 * step) },
                    to: "\(place)/\(video).mkv", frameRate: FrameRate(8),
                    encoding: .ffv1)
            }
            let suite = try registry.suite("mine")
            return try SystemImport(suite: suite, comparison: comparison).run(
                name: name, videos: place, folder: "\(folder)/systems"
            ).file
        }

        func resolve(_ systems: [String], generators: [String] = []) throws
            -> ResolvedPlan
        {
            var configuration = RunConfiguration(.generate(suite: "mine", files: nil))
            configuration.systems = systems
            configuration.generators = generators.map { ChosenGenerator($0) }
            let locator = WeightLocator(environment: [:], home: URL(fileURLWithPath: folder))
            return try PlanResolver(suites: registry, locator: locator).resolve(configuration)
        }

        func run(_ resolved: ResolvedPlan) throws -> (RunOutcome, [String]) {
            let store = try Store(path: folder + "/store.sqlite")
            let outcome = try Runner(resolved, store: store, videoRoot: folder + "/videos").run()
            return (
                outcome,
                try store.rows("SELECT variant, count, round(mean * 255) FROM overall_means ORDER BY variant")
            )
        }
    }

    @Test("Rows whose videos have another length than those of others are told so")
    func unlike() throws {
        let lab = try Lab()
        func departures(_ frames: Int) throws -> [String] {
            let files = [
                try lab.system("A\(frames)", ["one": 2, "two": 3, "three": 4]),
                try lab.system("B\(frames)", ["one": 2, "two": 3, "three": 4], frames: frames),
            ]
            let (outcome, _) = try lab.run(try lab.resolve(files))
            let store = try Store(path: lab.folder + "/store.sqlite", access: .readOnly)
            return try ReportBuilder(store: store, run: outcome.run).content().provenance.deviations
        }
        #expect(try departures(8) == [])
        let found = try departures(5)
        #expect(
            found.count == 1
                && found[0].contains("A5 16×16, 8 frames, 8 fps; B5 16×16, 5 frames, 8 fps"), "\(found)")
    }

    @Test("Every system is a row; videos with numbers count one by one; what lacks is a failure")
    func rows() throws {
        let lab = try Lab()
        let first = try lab.system("First", ["one": 5, "two": 15, "three": 25])
        let second = try lab.system("Second", ["one-0": 0, "one-1": 10, "two-0": 20])
        let resolved = try lab.resolve([first, second])
        #expect(resolved.plan.variants.map(\.label) == ["First", "Second"])
        #expect(resolved.plan.videoCount == 3 + 6)
        let (outcome, means) = try lab.run(resolved)
        // Second lacks two-1, three-0 and three-1.
        #expect(outcome.failedVideos == 3 && outcome.exitCode == 2)
        #expect(means == [#""First" | 3 | 240.0"#, #""Second" | 3 | 245.0"#])
        #expect(try lab.run(resolved).0.work.scored == 0)
    }

    @Test("Systems that were brought to a protocol are not ranked with others; the report says why")
    func protocols() throws {
        let lab = try Lab()
        let native = try lab.system("Native", ["one": 5, "two": 15, "three": 25])
        let (first, second) = (
            try lab.system("First", ["one": 8, "two": 16, "three": 24], comparison: .consistI2V),
            try lab.system("Second", ["one": 4, "two": 12, "three": 20], comparison: .consistI2V)
        )
        func text(_ systems: [String]) throws -> (ReportContent, String) {
            let (outcome, _) = try lab.run(try lab.resolve(systems))
            let report = try RunReport(store: try Store(path: lab.folder + "/store.sqlite"), run: outcome.run)
                .report()
            return (report.content, MarkdownRenderer().render(report.document))
        }
        let (pair, apart) = try text([native, first])
        #expect(pair.variants.map(\.protocols) == [nil, ["consisti2v-256"]])
        #expect(pair.rankedRows.ranked.isEmpty && !apart.contains("**9") && apart.contains("Not ranked: "))
        let (all, ranked) = try text([native, first, second])
        #expect(all.rankedRows.ranked == ["First", "Second"])
        #expect(all.rankedRows.apart.map(\.variant) == ["Native"])
        // Of the three, the system without a protocol would be between the others.
        #expect(ranked.contains("| Second | **95.29** |") && ranked.contains("| Native | 94.12 |"))
        #expect(ranked.contains("“Native” (at the size and length they were made)"))
    }

    @Test("A system with other videos is another row, even under the same name")
    func identity() throws {
        let lab = try Lab()
        let before = try lab.resolve([lab.system("First", ["one": 5])]).plan
        let after = try lab.resolve([lab.system("First", ["one": 6])]).plan
        #expect(before.variants[0].generator != after.variants[0].generator)
        #expect(try before.hash != after.hash)
    }

    @Test("Rows without a name of their own, and none at all, are refused")
    func refusals() throws {
        let lab = try Lab()
        let file = try lab.system("First", ["one": 5])
        #expect(throws: RunnerError.sameLabel("First")) { _ = try lab.resolve([file, file]) }
        #expect(throws: RunnerError.noRows(suite: "mine")) { _ = try lab.resolve([]) }
        try FileManager.default.removeItem(atPath: lab.folder + "/First/one.mkv")
        #expect(
            throws: RunnerError.changedSystem(
                name: "First", videos: [DatasetFinding(.missing, lab.folder + "/First/one.mkv")])
        ) { _ = try lab.resolve([file]) }
    }

    @Test("Real clips of a data set are seen at the size and length of the protocol")
    func referenceProtocol() throws {
        let bench = try Bench(samples: 2)
        bench.sets = [MeanOfSet()]
        // A bright stripe at the sides, and frames after the eighth: both must not count.
        let path = bench.folder + "/real.mkv"
        let frames = (0..<12).map { frame in
            RGBImage(
                width: 64, height: 16,
                pixels: (0..<16 * 64).flatMap { place -> [UInt8] in
                    let isInside = (24..<40).contains(place % 64) && frame < 8
                    return [UInt8](repeating: isInside ? 40 : 250, count: 3)
                })
        }
        try VideoWriter.write(frames, to: path, frameRate: FrameRate(25), encoding: .ffv1)
        let rule = ComparisonProtocol(
            SuiteProtocol(frames: 8, width: 16, height: 16, framesPerSecond: 8))
        bench.reference = .videos([path], rule)
        func value() throws -> Double {
            let outcome = try bench.run()
            let scores = try bench.open().setScores(run: outcome.run)
            return try #require(scores.first { $0.metric == "set_mean" }?.value)
        }
        let framed = try value()
        #expect(bench.decodes.value > 0)
        bench.reference = .videos([path])
        // All of it has the mean (8 · (40 + 3 · 250) / 4 + 4 · 250) / 12, the window 40.
        #expect(abs(framed - (try value()) - (215 - 40)) < 1e-3)
        bench.reference = .videos([path], rule)
        let forwards = bench.features.forwards.value
        #expect(abs(try value() - framed) < 1e-9 && bench.features.forwards.value == forwards)
    }
}
