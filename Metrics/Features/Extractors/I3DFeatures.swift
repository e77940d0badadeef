import Checkpoints
import Media
import Networks
import Tensor

/// Features of I3D for the first 16 frames of a video, in the forms of TATS and of StyleGAN-V.
struct I3DFeatures: FeatureExtractor {
    /// Frames of a clip.
    static let frames = 16

    private let forms: [(key: FeatureKey, network: I3D, prepare: Preprocessing)]
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter tats: the network with TATS' ε of batch normalisation.
    /// - Parameter tensorFlow: the same with that of the original graph, which StyleGAN-V's port follows.
    /// - Parameter onForward: called with the number of clips of every forward.
    init(tats: I3D, tensorFlow: I3D, onForward: @escaping @Sendable (Int) -> Void) {
        // The network halves a side five times before its pool.
        let side = tats.config.poolSize[1] * 32
        forms = [
            (.i3dTATS, tats, .i3dTATS(side: side)), (.i3dStyleGANV, tensorFlow, .i3dStyleGANV(side: side)),
        ]
        self.onForward = onForward
    }

    var frameKeys: [FeatureKey] { forms.map(\.key) }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        let wanted = forms.filter { keys.contains($0.key) }
        return LeadingFramesAccumulator(Self.frames, for: "I3D") { frames in
            var features: [FeatureKey: Tensor] = [:]
            for (key, network, prepare) in wanted {
                onForward(1)
                let clip = prepare(frames)
                features[key] = try network.features(clip.reshaped([1] + clip.shape))
            }
            return features
        }
    }
}

extension ExtractorRegistration {
    static let i3d = ExtractorRegistration(
        I3D.name, frames: [.i3dTATS, .i3dStyleGANV], published: I3DConfig(), demo: .demo
    ) { config, weights, _, onForward in
        var tensorFlow = config
        tensorFlow.batchNormEpsilon = I3DConfig.tensorFlow.batchNormEpsilon
        return I3DFeatures(
            tats: try I3D.load(config, from: weights), tensorFlow: try I3D.load(tensorFlow, from: weights),
            onForward: onForward)
    }
}
