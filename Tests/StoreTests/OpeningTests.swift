import Dispatch
import Foundation
import GRDB
import Store
import Synchronization
import Testing

@Suite("Opening a store")
struct OpeningTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("A store of a later version is refused and left alone")
    func newer() throws {
        let store = try Store(path: scratch.store)
        _ = try store.register(exampleRequest())
        try store.close()
        try DatabaseQueue(path: scratch.store).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.store))
        #expect(throws: StoreError.newerVersion(path: scratch.store, supported: 5, found: 99)) {
            _ = try Store(path: scratch.store)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.store)) == before)
    }

    @Test("Another program's database is refused and left alone")
    func foreign() throws {
        let queue = try DatabaseQueue(path: scratch.store)
        try queue.write { try $0.execute(sql: "CREATE TABLE bookmark (url TEXT)") }
        try queue.close()
        #expect(
            throws: StoreError.notAStore(
                path: scratch.store,
                found: "an SQLite database of another program (application_id 0, 1 tables)")
        ) { _ = try Store(path: scratch.store) }
        let tables = try DatabaseQueue(path: scratch.store).read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
        }
        #expect(tables == ["bookmark"])
    }

    @Test("A text file is refused")
    func text() throws {
        try String(repeating: "not a database\n", count: 100)
            .write(toFile: scratch.store, atomically: true, encoding: .utf8)
        #expect(
            throws: StoreError.notAStore(path: scratch.store, found: "a file that is no SQLite database")
        ) { _ = try Store(path: scratch.store) }
    }

    @Test("Reading needs an existing store")
    func absent() {
        #expect(throws: StoreError.absent(path: scratch.store)) {
            _ = try Store(path: scratch.store, access: .readOnly)
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.store))
    }

    @Test("A folder that cannot be written is named")
    func unwritable() {
        let path = "/proc/nowhere/store.sqlite"
        do {
            _ = try Store(path: path)
            Issue.record("a store cannot be made in /proc")
        } catch let error as StoreError {
            guard case .notWritable(path, _) = error else {
                Issue.record("\(error)")
                return
            }
        } catch { Issue.record("\(error)") }
    }

    @Test("A read-only store refuses to write")
    func readOnly() throws {
        try Store(path: scratch.store).close()
        let store = try Store(path: scratch.store, access: .readOnly)
        #expect(try store.runs().isEmpty)
        #expect { _ = try store.register(exampleRequest()) } throws: { error in
            guard case StoreError.notWritable = error else { return false }
            return true
        }
    }

    @Test("A store that another connection keeps locked is named after the wait")
    func locked() throws {
        let store = try Store(path: scratch.store, busySeconds: 0.2)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: scratch.store, configuration: configuration)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(throws: StoreError.locked(path: scratch.store, seconds: 0.2)) {
            _ = try store.register(exampleRequest())
        }
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        #expect(try store.register(exampleRequest()) == 1)
    }

    @Test("A full disk loses nothing that was committed")
    func full() throws {
        try Store(path: scratch.store).close()
        let pages = try DatabaseQueue(path: scratch.store).read {
            try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0
        }
        let store = try Store(path: scratch.store, maximumPages: pages + 8)
        let run = try store.register(exampleRequest())
        let video = try #require(try store.units(run: run).first).video
        try store.finish(video: video, file: exampleFile, timings: [])
        let feature = FeatureRecord(
            address: .init(extractor: "e", preprocessing: "p", kind: .frames, content: "f00d"),
            elements: [Float](repeating: 1, count: 100_000), rows: 1, columns: 100_000)
        let extractor = ExtractorRecord(
            hash: "e", name: "e", version: 1, weightsName: "w", weightsHash: "w", provenance: "synthetic",
            arithmetic: "fp32")
        let score = ScoreRecord(
            metric: "flicker", version: 1, weights: "", provenance: "", status: .finished, value: 1)
        #expect(throws: StoreError.full(path: scratch.store)) {
            try store.finish(
                scoring: video, ScoredVideo(extractors: [extractor], features: [feature], scores: [score]))
        }
        #expect(try store.scores(video: video).isEmpty)
        #expect(try store.extractors().isEmpty)
        #expect(try store.units(run: run).first?.file == exampleFile)
        #expect(try store.problems() == ["the video videos/a.mp4 is recorded as finished and is not there"])
    }

    @Test("A damaged file is reported as such")
    func damaged() throws {
        let store = try Store(path: scratch.store)
        _ = try store.register(exampleRequest())
        try store.close()
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.store))
        for page in 2..<40 {
            try handle.seek(toOffset: UInt64(page * 4096))
            try handle.write(contentsOf: Data(repeating: 0xAB, count: 200))
        }
        try handle.close()
        #expect(throws: (any Error).self) {
            let damaged = try Store(path: scratch.store)
            let problems = try damaged.problems()
            if !problems.isEmpty { throw StoreError.damaged(path: scratch.store, found: problems[0]) }
        }
    }

    @Test("Many processes may make one store at the same moment", arguments: 0..<4)
    func simultaneously(round: Int) async throws {
        let path = scratch.store
        let versions = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<6 { group.addTask { try Store(path: path).rows("PRAGMA user_version") } }
            return try await group.reduce(into: [[String]]()) { $0.append($1) }
        }
        #expect(versions == Array(repeating: ["5"], count: 6))
    }

    @Test("Many who make one store at once get the same one")
    func simultaneous() throws {
        for _ in 0..<20 {
            let scratch = try Scratch()
            let path = scratch.store
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                do { try Store(path: path).close() } catch { failures.withLock { $0.append("\(error)") } }
            }
            withExtendedLifetime(scratch) { #expect(failures.withLock { $0 } == []) }
        }
    }
}
