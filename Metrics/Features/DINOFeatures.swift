import Media
import Networks
import Tensor

/// Class tokens of DINO for frames.
public struct DINOFeatures: FrameFeatureExtractor {
    private let network: DINO
    private let prepare: Preprocessing
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of images of every forward.
    public init(_ network: DINO, onForward: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.network = network
        self.onForward = onForward
        prepare = .dinoFloat(side: network.config.imageSize)
    }

    public var frameKeys: [FeatureKey] { [.dinoFloat] }

    public func begin(_ keys: [FeatureKey]) -> any FeatureAccumulator {
        BatchedAccumulator(keys) { frames in
            onForward(frames.count)
            return [.dinoFloat: try network(prepare(frames))]
        }
    }
}
