import Checkpoints
import Media
import Networks
import Tensor

/// Class scores of C3D for the first 16 frames of a video, prepared as TGANv2 does.
struct C3DFeatures: FeatureExtractor {
    private let network: C3D
    private let mean: C3DMean
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of clips of every forward.
    init(_ network: C3D, mean: C3DMean, onForward: @escaping @Sendable (Int) -> Void) {
        (self.network, self.mean, self.onForward) = (network, mean, onForward)
    }

    var frameKeys: [FeatureKey] { [.c3dLogits] }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        let prepare = Preprocessing.c3dTGANv2(side: network.config.imageSize)
        return LeadingFramesAccumulator(network.config.frames, for: "C3D") { frames in
            onForward(1)
            let clip = prepare(frames)
            return [
                .c3dLogits: try network(mean.subtracted(from: clip.reshaped([1] + clip.shape))).fc8
            ]
        }
    }
}

extension ExtractorRegistration {
    static let c3d = ExtractorRegistration(
        C3D.name, frames: [.c3dLogits], companion: C3DMean.fileID, published: C3DConfig(), demo: .demo
    ) { config, weights, mean, onForward in
        C3DFeatures(
            try C3D.load(config, from: weights), mean: try C3DMean(from: mean, config: config),
            onForward: onForward)
    }
}
