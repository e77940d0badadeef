import Foundation
import Store
import Testing

@Suite("Units of work")
struct UnitTests {
    let scratch: Scratch
    let store: Store

    init() throws {
        scratch = try Scratch()
        store = try Store(path: scratch.store)
    }

    @Test("A plan becomes a run with one video for every sample and variant")
    func registering() throws {
        let run = try store.register(exampleRequest())
        let units = try store.units(run: run)
        #expect(units.map { "\($0.variant)\($0.sample)\($0.seed)" } == ["0a0", "0b0", "1a0", "1b0"])
        #expect(units.allSatisfy { $0.status == .planned && $0.file == nil })
    }

    @Test("The same plan continues its run and keeps what is finished")
    func again() throws {
        let run = try store.register(exampleRequest())
        let video = try #require(try store.units(run: run).first).video
        try store.finish(video: video, file: exampleFile, timings: [])
        try store.finish(run: run, state: .finished)
        #expect(try store.register(exampleRequest()) == run)
        #expect(try store.run(run).state == .running)
        #expect(try store.units(run: run).map(\.status) == [.finished, .planned, .planned, .planned])
    }

    @Test("Another plan shares the videos of equal samples and generators")
    func sharing() throws {
        let first = try store.register(exampleRequest())
        let second = try store.register(exampleRequest(planHash: "other"))
        #expect(first != second)
        #expect(try store.units(run: first).map(\.video) == store.units(run: second).map(\.video))
        let changed = try store.register(exampleRequest(planHash: "third", prompt: "a cat"))
        #expect(
            Set(try store.units(run: changed).map(\.video)).isDisjoint(
                with: try store.units(run: first).map(\.video)))
    }

    @Test("A failure is recorded with its reason and can be followed by success")
    func failing() throws {
        let run = try store.register(exampleRequest())
        let video = try #require(try store.units(run: run).first).video
        try store.fail(video: video, reason: "it's \"broken\"\n🎬")
        let failed = try store.state(video: video)
        #expect(failed.status == .failed && failed.reason == "it's \"broken\"\n🎬" && failed.file == nil)
        #expect(try store.rows("SELECT count(*) FROM failures") == ["1"])
        try store.finish(video: video, file: exampleFile, timings: [])
        let finished = try store.state(video: video)
        #expect(finished.status == .finished && finished.reason == nil && finished.file == exampleFile)
        #expect(try store.rows("SELECT count(*) FROM failures") == ["0"])
    }

    @Test("A claim excludes other living processes and dies with its owner")
    func claiming() throws {
        let run = try store.register(exampleRequest())
        let video = try #require(try store.units(run: run).first).video
        let living = ProcessIdentity.current
        var dead = living
        dead.started = "an earlier boot"
        var remote = living
        remote.host = "another machine"
        #expect(try store.claim(video: video) == .granted)
        #expect(try store.claim(video: video) == .granted)
        #expect(try store.claim(video: video, owner: remote) == .held(by: living))
        try store.release(video: video, owner: remote)
        #expect(try store.claim(video: video, owner: remote) == .held(by: living))
        try store.release(video: video)
        #expect(try store.claim(video: video, owner: dead) == .granted)
        #expect(try store.claim(video: video) == .granted)
    }

    @Test("A silent claim of another machine lapses")
    func lapsing() throws {
        let clock = Clock()
        let timed = try Store(path: scratch.store, clock: { clock.now })
        let run = try timed.register(exampleRequest())
        let video = try #require(try timed.units(run: run).first).video
        let remote = ProcessIdentity(host: "elsewhere", number: 1, started: "then")
        #expect(try timed.claim(video: video, owner: remote) == .granted)
        clock.now += Store.heartbeatSeconds - 1
        #expect(try timed.claim(video: video) == .held(by: remote))
        try timed.renewClaims(owner: remote)
        clock.now += Store.heartbeatSeconds - 1
        #expect(try timed.claim(video: video) == .held(by: remote))
        clock.now += 2
        #expect(try timed.claim(video: video) == .granted)
    }

    @Test("Features come back bit for bit")
    func features() throws {
        let address = FeatureRecord.Address(extractor: "e", preprocessing: "p", kind: .prompt, content: "c")
        let elements: [Float] = [0, -0.0, Float(bitPattern: 3), .infinity, .greatestFiniteMagnitude, 0.1]
        let run = try store.register(exampleRequest())
        let video = try #require(try store.units(run: run).first).video
        let extractor = ExtractorRecord(
            hash: "e", name: "clip", version: 1, weightsName: "w", weightsHash: "w", provenance: "synthetic",
            arithmetic: "fp32")
        #expect(try store.feature(address) == nil)
        try store.finish(
            scoring: video,
            ScoredVideo(
                extractors: [extractor],
                features: [FeatureRecord(address: address, elements: elements, rows: 2, columns: 3)]))
        let found = try #require(try store.feature(address))
        #expect(found.elements.map(\.bitPattern) == elements.map(\.bitPattern))
        #expect(found.rows == 2 && found.columns == 3)
        var other = address
        other.kind = .firstFrame
        #expect(try store.present([address, other]) == [address])
    }
}

/// A clock that only moves when told to.
private final class Clock: @unchecked Sendable {
    var now = Date(timeIntervalSince1970: 1_000_000)
}
