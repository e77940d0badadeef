import Media
import Metrics
import Tensor

/// The networks behind the metrics' features, loaded when first needed.
public protocol FeatureProvider: Sendable {
    /// What the features of `key` are made from. Only called for keys of metrics that are available.
    func component(for key: FeatureKey) throws -> PlannedMetric.Component?
    /// Whether `key` is computed from the frames of a video.
    func describesFrames(_ key: FeatureKey) -> Bool
    /// Inputs that have gone through each network so far.
    var forwardCounts: [String: Int] { get }
    /// Whether the rows of `key` depend on the frame rate.
    func dependsOnFrameRate(_ key: FeatureKey) -> Bool
    /// Starts the features of one video.
    func frameFeatures(_ keys: [FeatureKey], of clip: ClipOutline) throws -> any FrameFeatureAccumulator
    /// The feature of an input image, `[1, D]`.
    func feature(_ key: FeatureKey, of image: RGBImage) throws -> Tensor
    /// The feature of a prompt, `[1, D]`.
    func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor
}

/// Takes the frames of one video once, in order, and keeps only their features.
public protocol FrameFeatureAccumulator: AnyObject {
    func append(_ frames: [RGBImage])
    /// A tensor or a failure for every key.
    func finish() -> VideoFeatureAccumulator.Result
}
