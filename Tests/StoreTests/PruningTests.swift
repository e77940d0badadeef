import Foundation
import Store
import Testing

@Suite("Pruning the feature cache")
struct PruningTests {
    private static func store(_ scratch: Scratch, features: Int) throws -> Store {
        let store = try Store(path: scratch.store)
        let extractor = ExtractorRecord(
            hash: "e", name: "e", version: 1, weightsName: "w", weightsHash: "w", provenance: "synthetic",
            arithmetic: "fp32")
        for index in 0..<features {
            try store.keep(
                [
                    FeatureRecord(
                        address: .init(
                            extractor: "e", preprocessing: "p", kind: .frames, content: "\(index)"),
                        elements: [Float](repeating: 1, count: 2560), rows: 10, columns: 256)
                ], extractors: [extractor])
        }
        return store
    }

    private static func contents(_ store: Store) throws -> [String] {
        try store.rows("SELECT content_sha256 FROM feature ORDER BY id").map {
            $0.trimmingCharacters(in: ["\""])
        }
    }

    @Test(
        "The oldest go first, until the rest fits",
        arguments: [(1_000_000, 0...7), (81_920, 0...7), (81_919, 1...7), (30_000, 6...7), (10_240, 7...7)])
    func order(limit: Int, left: ClosedRange<Int>) throws {
        let scratch = try Scratch()
        let store = try Self.store(scratch, features: 8)
        let result = try store.prune(to: limit)
        #expect(try Self.contents(store) == left.map { "\($0)" })
        #expect(result.kept == left.count && result.bytes == left.count * 10_240)
        #expect(result.removed == 8 - left.count && result.freed == result.removed * 10_240)
        #expect(result.bytes <= limit)
    }

    @Test("Nothing is left of a limit of nothing, and the file becomes small")
    func everything() throws {
        let scratch = try Scratch()
        let store = try Self.store(scratch, features: 300)
        let result = try store.prune(to: 0)
        #expect(result.kept == 0 && result.removed == 300)
        try store.close()
        let size = try FileManager.default.attributesOfItem(atPath: scratch.store)[.size] as? Int
        // 300 features of 10 KiB each are gone.
        #expect(try #require(size) < 500_000)
        #expect(try Store(path: scratch.store).problems().isEmpty)
    }
}
