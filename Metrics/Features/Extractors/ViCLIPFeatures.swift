import Checkpoints
import Media
import Networks
import Tensor

/// Features of ViCLIP for videos and prompts.
struct ViCLIPFeatures: FeatureExtractor {
    private let network: ViCLIP
    private let tokenizer: CLIPTokenizer
    private let prepare: Preprocessing
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of videos or texts of every forward.
    init(_ network: ViCLIP, onForward: @escaping @Sendable (Int) -> Void) throws {
        self.network = network
        self.onForward = onForward
        tokenizer = try CLIPTokenizer()
        prepare = .vbenchUInt8(side: network.config.imageResolution)
    }

    var frameKeys: [FeatureKey] { [.viclipVideo8] }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        ChosenFramesAccumulator(network.config.frames, of: clip) { frames in
            onForward(1)
            let input = prepare(frames)
            return [.viclipVideo8: try network.video(input.reshaped([1] + input.shape))]
        }
    }

    func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor {
        onForward(1)
        return try network.text([tokenizer.tokens(prompt, context: network.config.contextLength)])
    }
}

extension ExtractorRegistration {
    static let viclip = ExtractorRegistration(
        ViCLIP.name, frames: [.viclipVideo8], prompts: [.viclipText32], published: ViCLIPConfig(), demo: .demo
    ) { config, weights, _, onForward in
        try ViCLIPFeatures(ViCLIP.load(config, from: weights), onForward: onForward)
    }
}
