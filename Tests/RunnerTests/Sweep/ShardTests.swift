import Benchmarks
import Foundation
import Media
import Reports
import Runner
import Store
import Testing

@Testing.Suite("Shards")
struct ShardTests {
    /// A plan with set metrics and a failing sample, small.
    private static func bench(samples: Int = 5) throws -> Bench {
        let bench = try Bench(samples: samples)
        bench.sets = [MeanOfSet(needsReference: false)]
        bench.metrics = [.brightness, .spread, .likeness]
        bench.unreadable = ["sample 3"]
        return bench
    }

    /// One bench with its own store for every shard, worked off to the end.
    private static func shards(_ count: Int, _ change: (Int, Bench) -> Void = { _, _ in }) throws -> [Bench] {
        try (1...count).map { position in
            let bench = try bench()
            change(position, bench)
            try work(bench, try Shard(position: position, of: count))
            return bench
        }
    }

    private static func work(_ bench: Bench, _ shard: Shard) throws {
        bench.part = .shard(shard)
        let store = try SweepFolder(bench.folder).open(bench.part)
        try bench.run(store: store)
        try store.finishShard()
        try store.close()
    }

    private static func merge(_ shards: [Bench], into target: Bench) throws {
        let store = try ShardMerge(
            [try target.plan().plan], planFile: "plan.yaml", folders: shards.map(\.folder)
        ).join(into: SweepFolder(target.folder))
        target.part = .joined
        let outcome = try target.run(store: store)
        #expect(outcome.work == RunOutcome.Work())
        try store.close()
    }

    @Test(
        "Shards are read as written", arguments: [("1/1", 1, 1), ("2/4", 2, 4), ("4/4", 4, 4)])
    func reading(text: String, position: Int, count: Int) throws {
        let shard = try Shard(text)
        #expect(shard.position == position && shard.count == count && "\(shard)" == text)
    }

    @Test("Anything else is refused", arguments: ["", "1", "0/4", "5/4", "a/b", "1/2/3", "-1/2", "1/0", "/"])
    func refusing(text: String) {
        #expect(throws: RunnerError.badShard(found: text)) { _ = try Shard(text) }
    }

    @Test(
        "Every video is in one shard, by the plan alone; no shard has more than one sample and seed above another"
    )
    func dealing() throws {
        let bench = try Bench(samples: 7)
        let run = try bench.run()
        let units = try bench.open().units(run: run.run)
        let parts = try (1...3).map { RunPart.shard(try Shard(position: $0, of: 3)).units(units) }
        #expect(parts.map(\.count).sorted() == [8, 10, 10])
        #expect(Set(parts.joined().map(\.video)).count == units.count && parts.joined().count == units.count)
        // Every system's video of one sample and seed is in the same shard.
        for part in parts { #expect(Set(part.map { "\($0.sample) \($0.seed)" }).count * 2 == part.count) }
        let other = try Bench(samples: 7)
        let planned = try Runner(
            try other.plan(), store: try other.open(), videoRoot: other.folder, part: .joined
        ).run()
        let again = try other.open().units(run: planned.run)
        #expect(
            RunPart.shard(try Shard("2/3")).units(again).map { "\($0.variant) \($0.sample) \($0.seed)" }
                == parts[1].map { "\($0.variant) \($0.sample) \($0.seed)" })
    }

    @Test(
        "Joined shards are what one process leaves: rows, files and every byte of the report",
        arguments: [1, 2, 3, 20])
    func identity(count: Int) throws {
        let whole = try Self.bench()
        try whole.run()
        let merged = try Self.bench()
        try Self.merge(try Self.shards(count), into: merged)
        #expect(try merged.contents(timings: false) == whole.contents(timings: false))
        #expect(try Self.files(merged) == Self.files(whole))
        #expect(try Self.report(merged) == Self.report(whole))
        #expect(try merged.open().problems().isEmpty)
        // Joining again changes nothing.
        try Self.merge(try Self.shards(count), into: merged)
        #expect(try merged.contents(timings: false) == whole.contents(timings: false))
    }

    private static func files(_ bench: Bench) throws -> [String: Data] {
        let root = bench.folder + "/videos"
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
            found[name] = FileManager.default.contents(atPath: "\(root)/\(name)")
        }
        return found
    }

    /// Every file of the report as bytes, without what is measured: times and memory.
    private static func report(_ bench: Bench) throws -> [String] {
        var content = try ReportBuilder(store: bench.open(), run: 1).content()
        content.costs = []
        content.scoringStages = []
        content.provenance.date = ""
        let report = try Report(content)
        return [
            MarkdownRenderer().render(report.document), try JSONRenderer().render(report),
            CSVRenderer().render(content),
        ] + report.charts.map(\.svg)
    }

    @Test("Reference videos are shared out too, and nothing is decoded when shards are joined")
    func references() throws {
        let source = try Bench(samples: 4)
        try source.run()
        let clips = try source.open().rows("SELECT path FROM video ORDER BY id").prefix(5).map {
            source.folder + "/" + $0.trimmingCharacters(in: ["\""])
        }
        func bench() throws -> Bench {
            let bench = try Self.bench()
            bench.sets = [MeanOfSet()]
            bench.reference = .videos(clips)
            return bench
        }
        let whole = try bench()
        try whole.run()
        var decodes: [Int] = []
        let shards = try (1...2).map { position in
            let shard = try bench()
            try Self.work(shard, try Shard(position: position, of: 2))
            decodes.append(shard.decodes.value)
            return shard
        }
        #expect(decodes.allSatisfy { $0 > 0 && $0 < whole.decodes.value })
        let merged = try bench()
        try Self.merge(shards, into: merged)
        #expect(merged.features.forwards.value == 0)
        #expect(try merged.contents(timings: false) == whole.contents(timings: false))
        #expect(try Self.report(merged) == Self.report(whole))
    }

    @Test("A shard that was interrupted goes on where it stopped, and only then can be joined")
    func unfinished() throws {
        let whole = try Self.bench()
        try whole.run()
        let first = try Self.shards(2)[0]
        let second = try Self.bench()
        second.part = .shard(try Shard("2/2"))
        let interruption = Interruption()
        for index in second.generators.indices {
            second.generators[index].before = { if $0 == 2 { interruption.request() } }
        }
        let store = try SweepFolder(second.folder).open(second.part)
        #expect(try second.run(interruption: interruption, store: store).isInterrupted)
        try store.close()
        let merged = try Self.bench()
        #expect {
            try Self.merge([first, second], into: merged)
        } throws: { error in
            "\(error)".hasPrefix(
                "shard 2/2 in \(SweepFolder(second.folder).path) has not been finished. Go on with")
        }
        #expect(!FileManager.default.fileExists(atPath: merged.storePath))
        try Self.work(second, try Shard("2/2"))
        try Self.merge([first, second], into: merged)
        #expect(try merged.contents(timings: false) == whole.contents(timings: false))
    }

    @Test("Shards that are missing, there twice or of another number are refused")
    func incomplete() throws {
        let shards = try Self.shards(3)
        let others = try Self.shards(2)
        let target = try Self.bench()
        func refusal(_ benches: [Bench]) -> String {
            do {
                try Self.merge(benches, into: target)
                return "joined"
            } catch { return "\(error)" }
        }
        #expect(refusal([shards[0], shards[2]]).hasPrefix("shard 2/3 is missing. Make it with"))
        #expect(refusal(shards + [shards[1]]).hasPrefix("shard 2/3 is there twice: "))
        let mixed = refusal([shards[0], others[1]])
        #expect(mixed.contains("differ in the number of shards") && mixed.contains(": 3\n"))
        #expect(
            mixed.contains(SweepFolder(shards[0].folder).path)
                && mixed.contains(SweepFolder(others[1].folder).path))
        let whole = try Self.bench()
        try whole.run()
        #expect(refusal([whole]).contains("is not a shard of a plan"))
        #expect(!FileManager.default.fileExists(atPath: target.storePath))
    }

    @Test(
        "Plans, weights, protocols and versions have to agree, and a refusal names both sides",
        arguments: [
            "the seeds", "the metrics' weights", "the version of i2vbench", "the protocol", "the samples",
        ])
    func disagreement(what: String) throws {
        let shards = try Self.shards(2) { position, bench in
            guard position == 2 else { return }
            switch what {
            case "the seeds": bench.seeds = [0, 4]
            case "the metrics' weights": bench.features.weights = "other"
            case "the version of i2vbench": bench.codeVersion = "0.0.9"
            case "the protocol": bench.frames = 4
            default: bench.samples.removeLast()
            }
        }
        let target = try Self.bench()
        #expect {
            try Self.merge(shards, into: target)
        } throws: { error in
            let folders = shards.map { SweepFolder($0.folder).path }
            guard let error = error as? RunnerError, error.exitCode == 65 else { return false }
            return "\(error)".hasPrefix(
                "\(folders[0]) and \(folders[1]) cannot be joined: they differ in \(what).\n")
        }
        #expect(!FileManager.default.fileExists(atPath: target.storePath))
    }

    @Test("Shards that agree among each other and not with the plan are refused too")
    func otherPlan() throws {
        let shards = try Self.shards(2)
        let target = try Self.bench()
        target.seeds = [8]
        #expect {
            try Self.merge(shards, into: target)
        } throws: { error in
            "\(error)".hasPrefix(
                "plan.yaml and \(SweepFolder(shards[0].folder).path) cannot be joined: they differ in the seeds.\n"
                    + "  plan.yaml: 8\n")
        }
    }

    @Test("The folder of one part is not taken for another")
    func folders() throws {
        let shard = try Self.shards(2)[0]
        let folder = SweepFolder(shard.folder)
        for part in [RunPart.shard(try Shard("2/2")), .shard(try Shard("1/3")), .whole] {
            #expect {
                _ = try folder.open(part)
            } throws: { error in
                "\(error)".hasPrefix("\(folder.path): expected a folder for ")
                    && "\(error)".contains("found one of shard 1/2.")
            }
        }
        let whole = try Self.bench()
        try whole.run()
        #expect(
            throws: RunnerError.otherShard(
                folder: SweepFolder(whole.folder).path, expected: "shard 1/2", found: "the whole plan")
        ) { _ = try SweepFolder(whole.folder).open(.shard(try Shard("1/2"))) }
    }

    @Test("Work that was saved goes on elsewhere from the last copy")
    func archive() throws {
        let whole = try Self.bench()
        try whole.run()
        let saved = SweepFolder(whole.folder + "/saved")
        let lost = try Self.bench()
        let store = try SweepFolder(lost.folder).open(.whole)
        let interruption = Interruption()
        for index in lost.generators.indices {
            lost.generators[index].before = { if $0 == 3 { interruption.request() } }
        }
        #expect(try lost.run(interruption: interruption, store: store).isInterrupted)
        try SweepArchive(of: SweepFolder(lost.folder), in: saved, every: 0).save(store)
        // What comes after the copy is lost with the disk.
        try store.close()
        try FileManager.default.removeItem(atPath: lost.storePath)
        try FileManager.default.removeItem(atPath: lost.folder + "/videos")
        let next = try Self.bench()
        let archive = SweepArchive(of: SweepFolder(next.folder), in: saved, every: 1000)
        #expect(try archive.restore())
        #expect(try archive.restore() == false)
        let outcome = try next.run()
        #expect(outcome.work.generated == 16 - 3)
        #expect(try next.contents() == whole.contents())
    }
}
