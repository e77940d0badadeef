import Checkpoints
import Media
import Networks
import Tensor

/// Features of the FID Inception for frames: pool3 and logits of one forward.
struct InceptionFeatures: FeatureExtractor {
    private let network: InceptionV3
    private let prepare: Preprocessing
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of images of every forward.
    init(_ network: InceptionV3, onForward: @escaping @Sendable (Int) -> Void) {
        (self.network, self.onForward) = (network, onForward)
        prepare = .inceptionTorchFidelity(side: network.config.imageSize)
    }

    var frameKeys: [FeatureKey] { [.inceptionPool3, .inceptionLogits] }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        BatchedAccumulator(keys) { frames in
            onForward(frames.count)
            let output = try network(prepare(frames))
            let all = [
                FeatureKey.inceptionPool3: output.pool3, .inceptionLogits: output.unbiasedLogits,
            ]
            return all.filter { keys.contains($0.key) }
        }
    }
}

extension ExtractorRegistration {
    static let inception = ExtractorRegistration(
        InceptionV3.name, frames: [.inceptionPool3, .inceptionLogits], published: InceptionV3Config(),
        demo: .demo
    ) { config, weights, _, onForward in
        InceptionFeatures(try InceptionV3.load(config, from: weights), onForward: onForward)
    }
}
