import Benchmarks
import Foundation
import Runner
import Store
import Testing

@Testing.Suite("Runs whose features were pruned")
struct PruningTests {
    @Test("Pruning changes no number; the same plan again computes nothing")
    func untouched() throws {
        let bench = try Bench()
        bench.sets = [MeanOfSet(needsReference: false)]
        try bench.run()
        let store = try bench.open()
        let before = try Self.numbers(store)
        #expect(try store.prune(to: 0).removed == 16)
        let forwards = bench.features.forwards.value
        let outcome = try bench.run()
        #expect(outcome.isComplete && outcome.work == RunOutcome.Work())
        #expect(bench.features.forwards.value == forwards)
        #expect(try Self.numbers(bench.open()) == before)
    }

    @Test("A set that has grown gets its pruned features back, and ends as if nothing had been pruned")
    func growing() throws {
        let undisturbed = try Bench()
        undisturbed.sets = [MeanOfSet(needsReference: false)]
        try undisturbed.run()
        let bench = try Bench()
        bench.sets = [MeanOfSet(needsReference: false)]
        bench.seeds = [0]
        try bench.run()
        #expect(try bench.open().prune(to: 0).removed == 8)
        bench.seeds = [0, 1]
        let outcome = try bench.run()
        #expect(outcome.isComplete)
        // The eight new videos, and the eight old ones again.
        #expect(outcome.work.decoded == 16)
        let query = "SELECT variant, count, value FROM set_values WHERE run = "
        let last = try bench.open().rows("SELECT max(id) FROM run")[0]
        #expect(
            try bench.open().rows(query + "\(last) ORDER BY 1")
                == undisturbed.open().rows(query + "1 ORDER BY 1"))
    }

    @Test("The suite's own real clips get their features back too")
    func reference() throws {
        let bench = try Bench()
        bench.sets = [MeanOfSet()]
        bench.reference = .variant(1)
        bench.seeds = [0]
        let first = try bench.run()
        _ = try bench.open().prune(to: 0)
        bench.generators[0] = PatternGenerator(name: "other")
        let outcome = try bench.run()
        #expect(first.isComplete && outcome.isComplete)
        let contents = try bench.open().rows(
            """
            SELECT count(DISTINCT sha256) FROM run_video JOIN video ON video.id = video WHERE run = \(outcome.run)
            """)
        #expect(outcome.failedSets == 0 && contents == ["\(outcome.work.decoded)"])
    }

    private static func numbers(_ store: Store) throws -> [String] {
        try store.rows("SELECT * FROM scores_long ORDER BY run, variant, sample, seed, metric")
            + store.rows("SELECT * FROM set_score ORDER BY run, variant, metric, category")
    }
}
