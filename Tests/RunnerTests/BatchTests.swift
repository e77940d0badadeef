import Benchmarks
import Foundation
import Runner
import Testing

@Testing.Suite("Videos made together")
struct BatchTests {
    @Test("A store filled in batches is the store filled one by one", arguments: [2, 3, 100])
    func sameContents(batch: Int) throws {
        let alone = try Bench()
        try alone.run()
        let bench = try Bench()
        bench.batch = batch
        let outcome = try bench.run()
        #expect(outcome.isComplete && outcome.work.generated == 16)
        #expect(try bench.contents() == alone.contents())
        #expect(try bench.run().work == RunOutcome.Work())
    }

    @Test("A sample that cannot be made fails alone; the others of its batch are made")
    func failure() throws {
        let alone = try Bench()
        let bench = try Bench()
        bench.batch = 3
        for bench in [alone, bench] {
            bench.unreadable = ["sample 3"]
            for index in bench.generators.indices { bench.generators[index].failing = ["prompt 1"] }
        }
        let outcome = try bench.run()
        #expect(outcome.failedVideos == 8 && outcome.finishedVideos == 8)
        try alone.run()
        #expect(try bench.contents() == alone.contents())
    }

    @Test("An interruption keeps finished batches; the next run makes the rest")
    func interruption() throws {
        let undisturbed = try Bench()
        try undisturbed.run()
        let bench = try Bench()
        bench.batch = 3
        let interruption = Interruption()
        for index in bench.generators.indices {
            bench.generators[index].before = { if $0 == 4 { interruption.request() } }
        }
        let outcome = try bench.run(interruption: interruption)
        #expect(outcome.isInterrupted && outcome.finishedVideos == 6)
        let second = try bench.run()
        #expect(second.isComplete && second.work.generated == 10)
        #expect(try bench.contents() == undisturbed.contents())
    }
}
