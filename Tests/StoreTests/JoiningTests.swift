import Foundation
import Store
import Testing

@Suite("Joining stores")
struct JoiningTests {
    private static let everything = [
        "SELECT * FROM suite", "SELECT * FROM sample ORDER BY hash", "SELECT * FROM generator ORDER BY hash",
        "SELECT plan_hash, suite.hash FROM run JOIN suite ON suite.id = suite ORDER BY plan_hash",
        "SELECT * FROM scores_long ORDER BY run, variant, sample, seed, metric",
        "SELECT hash, preprocessing, content_sha256, hex(elements) FROM feature JOIN extractor ON extractor.id = extractor ORDER BY 3",
        "SELECT sample.name, stage, seconds FROM timing JOIN video ON video.id = video JOIN sample ON sample.id = sample ORDER BY 1, 2",
        "SELECT count(*) FROM claim",
    ]

    private static func contents(_ store: Store) throws -> [String] {
        try everything.flatMap { try store.rows($0) }
    }

    /// Finishes the videos of some samples with a feature and a score each.
    private static func work(_ store: Store, samples: Set<String>, value: Double = 0.5, hash: String = "file")
        throws
    {
        let run = try store.register(exampleRequest())
        let extractor = ExtractorRecord(
            hash: "e", name: "e", version: 1, weightsName: "w", weightsHash: "w", provenance: "synthetic",
            arithmetic: "fp32")
        for unit in try store.units(run: run) where samples.contains(unit.sample) {
            let content = "\(hash) \(unit.variant) \(unit.sample)"
            try store.finish(
                video: unit.video,
                file: VideoFile(
                    sha256: content, path: "videos/\(unit.variant)\(unit.sample).mp4", frames: 16, width: 64,
                    height: 64, framesPerSecond: 8), timings: [Timing(stage: "generate", seconds: 1)])
            let feature = FeatureRecord(
                address: .init(extractor: "e", preprocessing: "p", kind: .frames, content: content),
                elements: [1, 2], rows: 2, columns: 1)
            try store.finish(
                scoring: unit.video,
                ScoredVideo(
                    extractors: [extractor], features: [feature],
                    scores: [
                        ScoreRecord(
                            metric: "flicker", version: 1, weights: "", provenance: "", status: .finished,
                            value: value)
                    ]))
        }
    }

    private static func store(_ scratch: Scratch) throws -> Store {
        try Store(path: scratch.store, clock: { Date(timeIntervalSince1970: 0) })
    }

    @Test("Two halves make the whole, in either order, once and again")
    func halves() throws {
        let (whole, first, second) = (try Scratch(), try Scratch(), try Scratch())
        let (target, backward) = (try Scratch(), try Scratch())
        let complete = try Self.store(whole)
        try Self.work(complete, samples: ["a", "b"])
        for (scratch, sample) in [(first, "a"), (second, "b")] {
            let store = try Self.store(scratch)
            try Self.work(store, samples: [sample])
            try store.close()
        }
        for (scratch, order) in [(target, [first, second, first]), (backward, [second, first])] {
            let store = try Self.store(scratch)
            for other in order { try store.join(other.store) }
            #expect(try Self.contents(store) == Self.contents(complete))
            #expect(try store.units(run: 1).allSatisfy { $0.status == .finished })
        }
    }

    @Test("What is finished fills what is planned or failed, and is not undone by it")
    func filling() throws {
        let (done, open) = (try Scratch(), try Scratch())
        let finished = try Self.store(done)
        try Self.work(finished, samples: ["a", "b"])
        let failed = try Self.store(open)
        let run = try failed.register(exampleRequest())
        for unit in try failed.units(run: run).prefix(2) { try failed.fail(video: unit.video, reason: "no") }
        try finished.join(open.store)
        #expect(try finished.rows("SELECT DISTINCT status FROM video") == [#""finished""#])
        try failed.join(done.store)
        #expect(try Self.contents(failed) == Self.contents(finished))
        let third = try Scratch()
        let empty = try Self.store(third)
        _ = try empty.register(exampleRequest())
        let again = try Scratch()
        let failing = try Self.store(again)
        for unit in try failing.units(run: failing.register(exampleRequest())).prefix(1) {
            try failing.fail(video: unit.video, reason: "no")
        }
        try empty.join(again.store)
        #expect(
            try empty.rows("SELECT status, count(*) FROM video GROUP BY 1") == [
                #""failed" | 1"#, #""planned" | 3"#,
            ])
    }

    @Test("Different contents under one name are refused, and nothing is taken over")
    func disagreement() throws {
        let (first, second, third) = (try Scratch(), try Scratch(), try Scratch())
        let store = try Self.store(first)
        try Self.work(store, samples: ["a"])
        try Self.work(try Self.store(second), samples: ["a", "b"], hash: "other")
        try Self.work(try Self.store(third), samples: ["a", "b"], value: 0.25)
        let before = try Self.contents(store)
        #expect(
            throws: StoreError.differs(
                path: first.store, other: second.store, what: "the video of “a”, seed 0",
                found: ["file 0 a", "other 0 a"])
        ) { try store.join(second.store) }
        #expect(
            throws: StoreError.differs(
                path: first.store, other: third.store, what: "flicker of “a”, seed 0", found: ["0.5", "0.25"])
        ) { try store.join(third.store) }
        #expect(try Self.contents(store) == before)
    }

    @Test("A copy that is made while the store is in use is a whole store")
    func copying() throws {
        let scratch = try Scratch()
        let store = try Self.store(scratch)
        try Self.work(store, samples: ["a"])
        let path = scratch.folder + "/copy.sqlite"
        try store.copy(to: path)
        try store.copy(to: path)
        #expect(try Self.contents(Store(path: path, access: .readOnly)) == Self.contents(store))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder).contains {
                $0.contains("partial")
            }
                == false)
        #expect {
            try store.copy(to: scratch.folder + "/absent/copy.sqlite")
        } throws: { $0 is StoreError }
    }

    @Test("A store remembers which part it is for, and when that was done")
    func shard() throws {
        let scratch = try Scratch()
        let store = try Self.store(scratch)
        #expect(try store.shard() == nil)
        try store.begin(shard: 2, of: 4)
        #expect(try store.shard() == ShardRecord(position: 2, count: 4))
        try store.finishShard()
        #expect(try store.shard()?.finished == "1970-01-01T00:00:00Z")
        try store.begin(shard: 2, of: 4)
        #expect(try store.shard()?.finished == nil)
    }
}
