import Metrics
import Tensor

/// The features of a few clips as a set.
struct ValidationSet: FeatureSet {
    let name: String
    private let clips: [StoredClipFeatures]

    init(_ name: String, _ clips: [StoredClipFeatures]) { (self.name, self.clips) = (name, clips) }

    var count: Int { clips.count }

    func outline(of video: Int) -> ClipOutline { clips[video].outline }

    /// Both sides come from one program with one set of weights.
    func weights(_ key: FeatureKey) -> String? { nil }

    func features(_ key: FeatureKey, of video: Int) throws -> Tensor { try clips[video].frames(key) }

    func prompt(_ key: FeatureKey, of video: Int) throws -> Tensor { try clips[video].prompt(key) }
}
