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
        try feature(key, frames(key, members[video]))
    }

    func prompt(_ key: FeatureKey, of video: Int) throws -> Tensor {
        guard let prompt = members[video].prompt else {
            throw MetricError.missingInput(sample: "video \(video + 1) of \(name)", input: .prompt)
        }
        return try feature(key, text(key, prompt))
    }

    /// Members that lack one of the features, as after the cache was pruned.
    func lacking(_ keys: [FeatureKey]) throws -> [Member] {
        try members.filter { member in
            let addresses = keys.compactMap { key in
                provider.describesFrames(key)
                    ? frames(key, member) : member.prompt.map { text(key, $0) }
            }
            return try store.present(addresses).count < Set(addresses).count
        }
    }

    /// Names the set's contents, whatever the videos' places.
    var contentHash: String {
        SHA256.hex(
            of: members.map { "\($0.content) \($0.outline.framesPerSecond) \($0.prompt ?? "")" }
                .joined(separator: "\n").utf8)
    }

    private func frames(_ key: FeatureKey, _ member: Member) -> FeatureRecord.Address {
        FeatureRecord.Address(
            key, extractor: extractor(key), kind: .frames, content: member.content,
            framesPerSecond: provider.dependsOnFrameRate(key) ? member.outline.framesPerSecond : nil)
    }

    private func text(_ key: FeatureKey, _ prompt: String) -> FeatureRecord.Address {
        FeatureRecord.Address(
            key, extractor: extractor(key), kind: .prompt, content: SHA256.hex(of: prompt.utf8),
            framesPerSecond: nil)
    }

    private func extractor(_ key: FeatureKey) -> ExtractorRecord {
        guard let extractor = extractors[key] else {
            preconditionFailure("a metric asked for \(key), which its descriptor does not list")
        }
        return extractor
    }

    private func feature(_ key: FeatureKey, _ address: FeatureRecord.Address) throws -> Tensor {
        guard let record = try store.feature(address) else {
            throw MetricError.missingFeature(sample: name, key: key)
        }
        return Tensor([record.rows, record.columns], record.elements)
    }
}
