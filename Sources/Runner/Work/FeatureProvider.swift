import Media
import Metrics
import Tensor

/// The networks behind the metrics' features, loaded when first needed.
public protocol FeatureProvider: Sendable {
    /// What the features of `key` are made from. Only called for keys of metrics that are available.
    func component(for key: FeatureKey) throws -> PlannedMetric.Component?
    /// Whether `key` is computed from the frames of a video.
    func describesFrames(_ key: FeatureKey) -> Bool
    /// Starts the features of one video.
    func frameFeatures(_ keys: [FeatureKey]) throws -> any FrameFeatureAccumulator
    /// The feature of an input image, `[1, D]`.
    func feature(_ key: FeatureKey, of image: RGBImage) throws -> Tensor
    /// The feature of a prompt, `[1, D]`.
    func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor
}

/// Takes the frames of one video once, in order, and keeps only their features.
public protocol FrameFeatureAccumulator: AnyObject {
    func append(_ frames: [RGBImage]) throws
    /// `[F, D]` (or one row for every pair of frames) for every key, and the seconds each network took.
    func finish() throws -> (features: [FeatureKey: Tensor], seconds: [String: Double])
}
