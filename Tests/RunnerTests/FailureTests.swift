import Benchmarks
import Foundation
import Media
import Metrics
import Runner
import Store
import Testing

@Testing.Suite("When something fails")
struct FailureTests {
    @Test("A failed sample is recorded, counted, left behind, and tried again next time")
    func retry() throws {
        let undisturbed = try Bench()
        try undisturbed.run()
        let bench = try Bench()
        for index in bench.generators.indices { bench.generators[index].failing = ["prompt 2"] }
        let outcome = try bench.run()
        #expect(outcome.exitCode == 2 && outcome.failedVideos == 4 && outcome.finishedVideos == 12)
        #expect(outcome.finishedScores == 24)
        let store = try bench.open()
        #expect(
            try store.rows("SELECT DISTINCT sample, metric, reason FROM failures") == [
                #""sample 2" | NULL | "“prompt 2” cannot be drawn""#
            ])
        #expect(try store.run(outcome.run).state == .partial)
        for index in bench.generators.indices { bench.generators[index].failing = [] }
        let second = try bench.run()
        #expect(second.isComplete && second.work == RunOutcome.Work(generated: 4, decoded: 4, scored: 8))
        #expect(try bench.contents() == undisturbed.contents())
    }

    @Test("An input image that cannot be read fails its sample only")
    func unreadableImage() throws {
        let bench = try Bench()
        bench.unreadable = ["sample 1"]
        let outcome = try bench.run()
        #expect(outcome.failedVideos == 4 && outcome.finishedVideos == 12)
        let reasons = try bench.open().rows("SELECT DISTINCT reason FROM failures")
        #expect(reasons.count == 1 && reasons[0].contains("sample 1.png: no such file"))
    }

    @Test("Features that are no numbers fail their videos and are not kept")
    func notFinite() throws {
        let bench = try Bench()
        bench.sets = [MeanOfSet(needsReference: false)]
        bench.features.isDamaged = true
        let outcome = try bench.run()
        #expect(outcome.exitCode == 2 && outcome.failedScores == 48 && outcome.finishedVideos == 16)
        let store = try bench.open()
        #expect(try store.rows("SELECT count(*) FROM feature") == ["0"])
        let reasons = try store.rows("SELECT DISTINCT reason FROM failures")
        #expect(reasons.allSatisfy { $0.contains("values that are not numbers") }, "\(reasons.prefix(1))")
        bench.features.isDamaged = false
        #expect(try bench.run().isComplete)
    }

    @Test("A metric without weights is named; the others are computed")
    func unavailable() throws {
        let bench = try Bench()
        bench.unavailable = [.wordiness]
        let outcome = try bench.run()
        #expect(outcome.exitCode == 2 && outcome.unavailableMetrics == ["wordiness"])
        #expect(outcome.finishedScores == 32)
        #expect(
            try bench.open().rows(
                "SELECT DISTINCT status, reason FROM scores_long WHERE metric = 'wordiness'")
                == [#""unavailable" | "no weights. Download them.""#])
    }

    @Test("Weights that arrive later complete the same run")
    func arriving() throws {
        let bench = try Bench()
        bench.metrics = [.brightness]
        bench.unavailable = [.spread]
        let first = try bench.run()
        bench.metrics = [.brightness, .spread]
        bench.unavailable = []
        let second = try bench.run()
        #expect(second.run == first.run && second.isComplete && second.work.scored == 16)
    }

    @Test("Without any metric's weights the exit code says so")
    func nothingAvailable() throws {
        let bench = try Bench()
        bench.metrics = []
        bench.unavailable = [.brightness, .spread]
        #expect(try bench.run().exitCode == 69)
    }

    @Test("A sample without what a metric needs is skipped with the reason, not failed")
    func skipped() throws {
        let bench = try Bench()
        bench.metrics = [.brightness, .wordiness]
        bench.samples[0].prompt = nil
        bench.samples[1].prompt = ""
        let outcome = try bench.run()
        #expect(outcome.exitCode == 0 && outcome.skippedScores == 8 && outcome.finishedScores == 24)
        let reasons = try bench.open().rows("SELECT DISTINCT reason FROM score WHERE status = 'skipped'")
        #expect(reasons.count == 1 && reasons[0].contains("no prompt"))
        #expect(try bench.run().work == RunOutcome.Work())
    }

    @Test("A prompt of any characters goes in and comes out unchanged")
    func strangePrompts() throws {
        let bench = try Bench(samples: 1)
        let prompt =
            "it's \"quoted\"\n🦊 'x'); DROP TABLE video;--\u{0007} " + String(repeating: "word ", count: 1000)
        bench.samples[0].prompt = prompt
        bench.samples[0].id = "../🦊/\"a\"\nb"
        bench.metrics = [.wordiness]
        let outcome = try bench.run()
        #expect(outcome.isComplete)
        #expect(try bench.open().samples(run: outcome.run)[0].prompt == prompt)
        let paths = try bench.open().units(run: outcome.run).compactMap(\.file?.path)
        #expect(paths.allSatisfy { $0.hasPrefix("videos/") && !$0.contains("..") && !$0.contains("\n") })
    }

    @Test("A full store ends the run and keeps what was committed")
    func fullStore() throws {
        let bench = try Bench()
        let pages = try bench.open().rows("PRAGMA page_count")[0]
        let small = try Store(path: bench.storePath, maximumPages: (Int(pages) ?? 0) + 6)
        #expect(throws: StoreError.full(path: bench.storePath)) {
            for seed in 0..<400 {
                bench.seeds = [UInt64(seed)]
                try bench.run(store: small)
            }
        }
        let store = try bench.open()
        #expect(try store.problems().isEmpty)
        #expect(
            try store.rows("SELECT count(*) FROM claim WHERE video NOT IN (SELECT id FROM video)") == ["0"])
    }

    @Test("A folder for videos that cannot be written ends the run with its name")
    func unwritableFolder() throws {
        let bench = try Bench()
        try "a file".write(toFile: bench.folder + "/videos", atomically: true, encoding: .utf8)
        #expect {
            _ = try bench.run()
        } throws: { error in
            guard case RunnerError.unwritable(let path, _) = error else { return false }
            return path.hasPrefix(bench.folder + "/videos")
        }
    }

    @Test("A video that was changed after it was recorded is not scored as if it were the old one")
    func changedVideo() throws {
        let bench = try Bench(samples: 1)
        bench.metrics = [.brightness]
        let outcome = try bench.run()
        let store = try bench.open()
        let file = try #require(try store.units(run: outcome.run)[0].file)
        try Data("other bytes".utf8).write(to: URL(fileURLWithPath: store.absolute(file.path)))
        bench.metrics = [.brightness, .spread]
        let second = try bench.run()
        #expect(second.failedVideos == 1 && second.exitCode == 2)
        #expect(try bench.run().isComplete)
    }
}
