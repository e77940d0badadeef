import Checkpoints
import Media
import Networks
import Tensor

/// Captions of Tag2Text for frames spread over a video.
struct Tag2TextFeatures: FeatureExtractor {
    /// Frames that are captioned.
    static let frames = 16

    private let captioner: ImageCaptioner
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of images of every forward.
    init(_ network: Tag2Text, onForward: @escaping @Sendable (Int) -> Void) throws {
        captioner = try ImageCaptioner(network: network)
        self.onForward = onForward
    }

    var frameKeys: [FeatureKey] { [.tag2textCaptions] }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        ChosenFramesAccumulator(Self.frames, of: clip) { frames in
            onForward(frames.count)
            return [.tag2textCaptions: FeatureText.encode(try captioner(frames).map(\.text))]
        }
    }
}

extension ExtractorRegistration {
    static let tag2text = ExtractorRegistration(
        Tag2Text.name, frames: [.tag2textCaptions], published: Tag2TextConfig(), demo: .demo
    ) { config, weights, _, onForward in
        try Tag2TextFeatures(Tag2Text.load(config, from: weights), onForward: onForward)
    }
}
