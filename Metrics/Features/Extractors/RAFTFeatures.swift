import Checkpoints
import Media
import Networks
import Tensor

/// Statistics of RAFT's flow between the frames of a video.
struct RAFTFeatures: FeatureExtractor {
    private let network: RAFT
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of pairs of every forward.
    init(_ network: RAFT, onForward: @escaping @Sendable (Int) -> Void) {
        (self.network, self.onForward) = (network, onForward)
    }

    var frameKeys: [FeatureKey] { [.raftFlow8, .raftStatic] }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        FlowAccumulator(
            keys: Set(keys), interval: DynamicDegree.interval(framesPerSecond: clip.framesPerSecond),
            network: network, onForward: onForward)
    }
}

extension ExtractorRegistration {
    static let raft = ExtractorRegistration(
        RAFT.name, frames: [.raftFlow8, .raftStatic], timed: [.raftFlow8], published: RAFTConfig(),
        demo: .demo
    ) { config, weights, _, onForward in
        RAFTFeatures(try RAFT.load(config, from: weights), onForward: onForward)
    }
}
