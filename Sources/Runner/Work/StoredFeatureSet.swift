import Hashing
import Metrics
import Store
import Tensor

/// The features of a set of videos, read from the store whenever they are wanted.
struct StoredFeatureSet: FeatureSet {
    /// A video of the set.
    struct Member: Sendable, Hashable {
        /// SHA-256 of the file.
        var content: String
        var outline: ClipOutline
        var prompt: String?
    }

    let name: String
    let members: [Member]
    let store: Store
    let extractors: [FeatureKey: ExtractorRecord]
    let provider: any FeatureProvider

    var count: Int { members.count }

    func outline(of video: Int) -> ClipOutline { members[video].outline }

    func weights(_ key: FeatureKey) -> String? { extractors[key]?.weightsHash }

    func features(_ key: FeatureKey, of video: Int) throws -> Tensor {
        let member = members[video]
        return try feature(
            key, .frames, member.content,
            framesPerSecond: provider.dependsOnFrameRate(key) ? member.outline.framesPerSecond : nil)
    }

    func prompt(_ key: FeatureKey, of video: Int) throws -> Tensor {
        guard let prompt = members[video].prompt else {
            throw MetricError.missingInput(sample: "video \(video + 1) of \(name)", input: .prompt)
        }
        return try feature(key, .prompt, SHA256.hex(of: prompt.utf8), framesPerSecond: nil)
    }

    /// Names the set's contents, whatever the videos' places.
    var contentHash: String {
        SHA256.hex(
            of: members.map { "\($0.content) \($0.outline.framesPerSecond) \($0.prompt ?? "")" }
                .joined(separator: "\n").utf8)
    }

    private func feature(
        _ key: FeatureKey, _ kind: FeatureRecord.Kind, _ content: String, framesPerSecond: Double?
    ) throws -> Tensor {
        guard let extractor = extractors[key] else {
            preconditionFailure("a metric asked for \(key), which its descriptor does not list")
        }
        let address = FeatureRecord.Address(
            key, extractor: extractor, kind: kind, content: content, framesPerSecond: framesPerSecond)
        guard let record = try store.feature(address) else {
            throw MetricError.missingFeature(sample: name, key: key)
        }
        return Tensor([record.rows, record.columns], record.elements)
    }
}
