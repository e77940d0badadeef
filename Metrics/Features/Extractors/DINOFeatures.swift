import Checkpoints
import Media
import Networks
import Tensor

/// Class tokens of DINO for frames and input images.
struct DINOFeatures: FeatureExtractor {
    private let network: DINO
    private let preprocessings: [(key: FeatureKey, prepare: Preprocessing)]
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of images of every forward.
    init(_ network: DINO, onForward: @escaping @Sendable (Int) -> Void) {
        self.network = network
        self.onForward = onForward
        let side = network.config.imageSize
        preprocessings = [
            (.dinoFloat, .dinoFloat(side: side)), (.dinoI2VFrame, .i2vDinoFrame(side: side)),
            (.dinoI2VImage, .i2vDinoImage(side: side)),
        ]
    }

    var frameKeys: [FeatureKey] { preprocessings.map(\.key) }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        let wanted = preprocessings.filter { keys.contains($0.key) }
        return BatchedAccumulator(keys) { frames in
            var features: [FeatureKey: Tensor] = [:]
            for (key, prepare) in wanted {
                onForward(frames.count)
                features[key] = try network(prepare(frames))
            }
            return features
        }
    }
}

extension ExtractorRegistration {
    static let dino = ExtractorRegistration(
        DINO.name, frames: [.dinoFloat, .dinoI2VFrame, .dinoI2VImage], published: DINOConfig(), demo: .demo
    ) { config, weights, _, onForward in
        DINOFeatures(try DINO.load(config, from: weights), onForward: onForward)
    }
}
