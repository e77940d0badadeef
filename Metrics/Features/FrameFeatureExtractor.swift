import Media
import Tensor

/// Makes features of frames; one for each network, so that features that share a network share its forwards.
public protocol FrameFeatureExtractor: Sendable {
    /// What it can make from frames.
    var frameKeys: [FeatureKey] { get }

    /// Starts on one video, or on one image.
    /// - Parameter keys: some of `frameKeys`.
    func begin(_ keys: [FeatureKey]) -> any FeatureAccumulator
}

/// Takes the frames of one video in order, in pieces of any size, and keeps only their features.
public protocol FeatureAccumulator: AnyObject {
    /// - Throws: `MetricError.unsuitableFrames` for frames that cannot be prepared.
    func append(_ frames: [RGBImage]) throws

    /// The features of all frames, rows in frame order. Called once, after the last frame.
    func finish() throws -> [FeatureKey: Tensor]
}

extension FrameFeatureExtractor {
    /// The features of one image, `[1, D]`.
    public func features(of image: RGBImage, _ keys: [FeatureKey]) throws -> [FeatureKey: Tensor] {
        let accumulator = begin(keys)
        try accumulator.append([image])
        return try accumulator.finish()
    }
}
