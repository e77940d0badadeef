import Media
import Tensor

/// Makes features of frames and prompts; one for each network, so that features that share a network share its
/// forwards.
public protocol FeatureExtractor: Sendable {
    /// What it can make from frames.
    var frameKeys: [FeatureKey] { get }

    /// Starts on one video, or on one image.
    /// - Parameter keys: some of `frameKeys`.
    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator

    /// The feature of a prompt, `[1, D]`.
    /// - Throws: `MetricError.unknownFeature` where the network reads no text.
    func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor
}

/// Takes the frames of one video in order, in pieces of any size, and keeps only their features.
public protocol FeatureAccumulator: AnyObject {
    /// - Throws: `MetricError` for frames that cannot be prepared.
    func append(_ frames: [RGBImage]) throws

    /// The features of the whole video. Called once, after the last frame.
    /// - Throws: `MetricError` for a video that has no such features, `UnexpectedFrameCount` when the container
    ///   had announced another number of frames and the features depend on it.
    func finish() throws -> [FeatureKey: Tensor]
}

/// A video holds another number of frames than announced; features of chosen frames need the true number.
public struct UnexpectedFrameCount: Error, Sendable, Hashable {
    public var announced: Int?
    public var found: Int
}

extension FeatureExtractor {
    public func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor {
        throw MetricError.unknownFeature(key: key)
    }

    /// The features of one image, `[1, D]`.
    public func features(of image: RGBImage, _ keys: [FeatureKey]) throws -> [FeatureKey: Tensor] {
        let outline = ClipOutline(width: image.width, height: image.height, frames: 1, framesPerSecond: 1)
        let accumulator = begin(keys, of: outline)
        try accumulator.append([image])
        return try accumulator.finish()
    }
}
