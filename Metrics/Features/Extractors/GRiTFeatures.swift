import Checkpoints
import Media
import Networks
import Tensor

/// Names of what GRiT finds in frames spread over a video.
struct GRiTFeatures: FeatureExtractor {
    /// Frames that are looked at.
    static let frames = 16

    private let detector: ObjectDetector
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of images of every forward.
    init(_ network: GRiT, onForward: @escaping @Sendable (Int) -> Void) throws {
        detector = try ObjectDetector(network: network)
        self.onForward = onForward
    }

    var frameKeys: [FeatureKey] { [.gritObjects] }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        ChosenFramesAccumulator(Self.frames, of: clip) { frames in
            onForward(frames.count)
            let names = try detector.detect(frames).map { objects in
                Set(objects.map(\.text)).sorted().joined(separator: "\n")
            }
            return [.gritObjects: FeatureText.encode(names)]
        }
    }
}

extension ExtractorRegistration {
    static let grit = ExtractorRegistration(
        GRiT.name, frames: [.gritObjects], published: GRiTConfig(), demo: .demo, using: GRiT.sparing
    ) { config, weights, _, onForward in
        try GRiTFeatures(GRiT.load(config, from: weights), onForward: onForward)
    }
}
