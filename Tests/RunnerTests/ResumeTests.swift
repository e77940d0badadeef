import Benchmarks
import Foundation
import Generators
import Metrics
import Runner
import Store
import Testing

@Testing.Suite("Doing what is missing")
struct ResumeTests {
    @Test("A run makes and scores every video once; the same plan again does nothing")
    func twice() throws {
        let bench = try Bench()
        let first = try bench.run()
        #expect(first.isComplete && first.exitCode == 0)
        #expect(first.videos == 16 && first.finishedVideos == 16 && first.finishedScores == 32)
        #expect(first.work == RunOutcome.Work(generated: 16, decoded: 16, scored: 32))
        let before = try bench.contents()
        let second = try bench.run()
        #expect(second.run == first.run && second.isComplete)
        #expect(second.work == RunOutcome.Work())
        #expect(bench.decodes.value == 16 && bench.features.forwards.value == 16 * 8)
        #expect(try bench.contents() == before)
    }

    @Test("Another metric over the same videos decodes and embeds nothing")
    func anotherMetric() throws {
        let bench = try Bench()
        bench.metrics = [.brightness]
        try bench.run()
        let (decodes, forwards) = (bench.decodes.value, bench.features.forwards.value)
        #expect(decodes == 16 && forwards == 16 * 8)
        bench.metrics = [.brightness, .spread, .wordiness]
        let outcome = try bench.run()
        #expect(outcome.isComplete)
        #expect(outcome.work == RunOutcome.Work(generated: 0, decoded: 0, scored: 32))
        #expect(bench.decodes.value == decodes && bench.features.forwards.value == forwards)
    }

    @Test("Metrics together cost one decode and one forward per frame, as one of them does")
    func together() throws {
        let bench = try Bench()
        bench.metrics = [.brightness, .spread, .likeness]
        try bench.run()
        // Eight frames a video, and each of the four input images once.
        #expect(bench.decodes.value == 16 && bench.features.forwards.value == 16 * 8 + 4)
    }

    @Test("Other weights are other features")
    func otherWeights() throws {
        let bench = try Bench()
        try bench.run()
        bench.features.weights = "ef56"
        let outcome = try bench.run()
        #expect(outcome.work == RunOutcome.Work(generated: 0, decoded: 16, scored: 32))
    }

    @Test(
        "A run that is interrupted anywhere ends with the store of an undisturbed one", arguments: [1, 5, 16])
    func interrupted(after count: Int) throws {
        let undisturbed = try Bench()
        try undisturbed.run()
        let bench = try Bench()
        let interruption = Interruption()
        let calls = Counter()
        for index in bench.generators.indices {
            bench.generators[index].before = { _ in
                calls.add()
                if calls.value == count { interruption.request() }
            }
        }
        let outcome = try bench.run(interruption: interruption)
        #expect(outcome.isInterrupted && outcome.exitCode == 130)
        // The unit in hand was finished.
        #expect(outcome.finishedVideos == count && outcome.finishedScores == 0)
        #expect(try bench.open().run(outcome.run).state == .interrupted)
        let resumed = try bench.run()
        #expect(resumed.isComplete && resumed.work.generated == 16 - count)
        #expect(try bench.contents() == undisturbed.contents())
    }

    @Test("Seeds, samples and variants that are added later leave what is there alone")
    func growing() throws {
        let bench = try Bench(samples: 2)
        bench.seeds = [0]
        bench.generators = [PatternGenerator(name: "full")]
        #expect(try bench.run().work.generated == 2)
        bench.seeds = [0, 1]
        #expect(try bench.run().work.generated == 2)
        bench.samples.append(Sample(id: "late", category: "even", prompt: "late"))
        #expect(try bench.run().work.generated == 2)
        bench.generators.append(PatternGenerator(name: "bare"))
        #expect(try bench.run().work.generated == 6)
    }

    @Test("A made video whose file was deleted is made again, to the same bytes")
    func deleted() throws {
        let bench = try Bench()
        let outcome = try bench.run()
        let before = try bench.contents()
        let store = try bench.open()
        let file = try #require(try store.units(run: outcome.run)[3].file)
        try FileManager.default.removeItem(atPath: store.absolute(file.path))
        #expect(try bench.run().work == RunOutcome.Work(generated: 1, decoded: 0, scored: 0))
        #expect(FileManager.default.fileExists(atPath: store.absolute(file.path)))
        #expect(try bench.contents() == before)
    }

    @Test("Values depend neither on the order of the samples nor on what else is in the plan")
    func order() throws {
        let forward = try Bench()
        try forward.run()
        let backward = try Bench()
        backward.samples.reverse()
        backward.seeds = [1]
        backward.generators = [backward.generators[1]]
        try backward.run()
        let query =
            "SELECT sample, seed, metric, value, sha256 FROM scores_long WHERE variant = 'bare' AND seed = 1 ORDER BY 1, 3"
        #expect(try forward.open().rows(query) == backward.open().rows(query))
        #expect(try forward.open().rows(query).count == 8)
    }

    @Test("Two processes share a run and leave what one would have left")
    func shared() async throws {
        let alone = try Bench(samples: 8)
        let expected = try alone.run().work
        let first = try Bench(samples: 8)
        // Neither makes its first video before the other has claimed one.
        let meeting = Meeting(of: 2)
        for index in first.generators.indices { first.generators[index].before = { _ in meeting.arrive() } }
        let plans = [try first.plan(), try first.plan()]
        let folder = first.folder
        let outcomes = try await withThrowingTaskGroup(of: RunOutcome.self) { group in
            for (index, plan) in plans.enumerated() {
                let path = first.storePath
                group.addTask {
                    let owner = ProcessIdentity(host: "machine \(index)", number: 1, started: "now")
                    return try Runner(
                        plan, store: try Store(path: path), videoRoot: folder + "/videos",
                        environment: RunEnvironment(owner: owner)
                    ).run()
                }
            }
            return try await group.reduce(into: [RunOutcome]()) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0.isComplete })
        #expect(outcomes.map(\.work.generated).reduce(0, +) == expected.generated)
        #expect(outcomes.map(\.work.decoded).reduce(0, +) == expected.decoded)
        #expect(outcomes.allSatisfy { $0.work.generated > 0 })
        #expect(try first.contents() == alone.contents())
    }
}

/// Holds its first visitors until as many as expected are there; later ones pass.
private final class Meeting: @unchecked Sendable {
    private let condition = NSCondition()
    private var missing: Int

    init(of count: Int) { missing = count }

    func arrive() {
        condition.lock()
        defer { condition.unlock() }
        missing -= 1
        // The other may have to wait for a thread until a long test beside this one is over.
        let patience = Date(timeIntervalSinceNow: 600)
        while missing > 0, condition.wait(until: patience) {}
        condition.broadcast()
    }
}
