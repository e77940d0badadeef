import Benchmarks
import Foundation
import Hashing
import Media
import Metrics
import Store
import Tensor

/// Makes the features of videos that belong to no run: real clips that sets are compared with.
struct ReferenceReader {
    /// A reference video whose features are in the store.
    struct Video {
        var member: StoredFeatureSet.Member
        /// The features that it has.
        var keys: Set<FeatureKey>
        /// Why it lacks the others.
        var failures: [FeatureKey: any Error]
        /// Whether the file had to be read.
        var decoded: Bool
    }

    let store: Store
    let features: any FeatureProvider
    let environment: RunEnvironment
    let keys: [FeatureKey]
    let extractors: [FeatureKey: ExtractorRecord]
    let defaultFramesPerSecond: Double
    /// Brings videos to this size, length and rate; nil leaves them as they are.
    var comparison: ComparisonProtocol?

    /// - Throws: `MediaError` for a file that cannot be read, `StoreError`.
    func read(_ path: String) throws -> Video {
        guard FileManager.default.fileExists(atPath: path) else { throw MediaError.missing(path: path) }
        let file = try FileHash.of(path)
        // What is seen of a file under a protocol is other content than the file.
        let hash = comparison.map { SHA256.hex(of: "\(file) \($0.id)".utf8) } ?? file
        let reader = ClipPass(
            features: features, environment: environment, defaultFramesPerSecond: defaultFramesPerSecond,
            path: path, comparison: comparison)
        func missing(_ outline: ClipOutline) throws -> [FeatureKey] {
            try store.missing(keys, extractors: extractors, content: hash, of: outline, features: features)
        }
        // Which timed features are missing depends on the rate, which the container's head tells.
        let outline = try reader.outline()
        guard try !missing(outline).isEmpty else {
            return Video(
                member: .init(content: hash, outline: outline),
                keys: Set(keys), failures: [:], decoded: false)
        }
        let pass = try reader.run(missing)
        try store.keep(
            try records(pass, hash: hash), extractors: extractors.values.sorted { $0.hash < $1.hash })
        return Video(
            member: .init(content: hash, outline: pass.outline),
            keys: Set(keys).subtracting(pass.failures.keys), failures: pass.failures, decoded: true)
    }

    private func records(_ pass: ClipPass.Result, hash: String) throws -> [FeatureRecord] {
        pass.features.map { key, tensor in
            guard let extractor = extractors[key] else {
                preconditionFailure("every wanted feature has an extractor, found none for \(key)")
            }
            let address = FeatureRecord.Address(
                key, extractor: extractor, kind: .frames, content: hash,
                framesPerSecond: features.dependsOnFrameRate(key) ? pass.outline.framesPerSecond : nil)
            return FeatureRecord(
                address: address, elements: tensor.values, rows: tensor.rows, columns: tensor.width)
        }
    }
}
