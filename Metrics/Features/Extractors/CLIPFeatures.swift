import Media
import Networks
import Tensor

/// Features of CLIP for frames, input images and prompts.
///
/// Both ways of preparing frames go through one forward; a frame that both prepare alike (none of them has to
/// resize it) goes through it once.
struct CLIPFeatures: FeatureExtractor {
    private let network: CLIP
    private let tokenizer: CLIPTokenizer
    private let preprocessings: [(key: FeatureKey, prepare: Preprocessing)]
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of images or texts of every forward.
    init(_ network: CLIP, onForward: @escaping @Sendable (Int) -> Void) throws {
        self.network = network
        self.onForward = onForward
        tokenizer = try CLIPTokenizer()
        let side = network.config.imageResolution
        preprocessings = [
            (.clipVBenchFloat, .vbenchFloat(side: side)), (.clipOpenAIPIL, .openAIPIL(side: side)),
        ]
    }

    var frameKeys: [FeatureKey] { preprocessings.map(\.key) }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        BatchedAccumulator(keys) { try embed($0, keys) }
    }

    /// The feature of a prompt, `[1, D]`; prompts beyond 77 ids are cut.
    func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor {
        onForward(1)
        return try network.text([tokenizer.tokens(prompt, context: network.config.contextLength)])
    }

    private func embed(_ frames: [RGBImage], _ keys: [FeatureKey]) throws -> [FeatureKey: Tensor] {
        var inputs: [Tensor] = []
        // Rows of `inputs` that hold each frame's features, by key.
        var rows: [FeatureKey: [Int]] = [:]
        for frame in frames {
            var ofFrame: Range<Int> { firstOfFrame..<inputs.count }
            let firstOfFrame = inputs.count
            for (key, prepare) in preprocessings where keys.contains(key) {
                let input = prepare(frame)
                let same = ofFrame.first { Self.areEqual(inputs[$0], input) }
                rows[key, default: []].append(same ?? inputs.count)
                if same == nil { inputs.append(input) }
            }
        }
        onForward(inputs.count)
        let features = try network.image(.stacked(inputs.map { $0.reshaped([1] + $0.shape) }))
        return rows.mapValues { rows in .stacked(rows.map { features[$0..<$0 + 1] }) }
    }

    private static func areEqual(_ left: Tensor, _ right: Tensor) -> Bool {
        left.shape == right.shape
            && left.withElements { a in right.withElements { b in a.elementsEqual(b) } }
    }
}

extension ExtractorRegistration {
    static let clip = ExtractorRegistration(
        CLIP.name, frames: [.clipVBenchFloat, .clipOpenAIPIL], prompts: [.clipText77],
        published: CLIPConfig(), demo: .demo
    ) { config, weights, _, onForward in
        try CLIPFeatures(CLIP.load(config, from: weights), onForward: onForward)
    }
}
