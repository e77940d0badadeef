import Checkpoints
import Media
import Tensor

/// Which way a metric improves.
public enum Direction: String, Sendable, Codable { case higher, lower, neither }

/// What a metric needs besides the video.
public enum MetricInput: String, Sendable, Codable {
    case prompt, firstFrame = "first_frame", referenceSet = "reference_set"
}

/// What a metric is: everything a table, a store row or a reader needs to know about it.
public struct MetricDescriptor: Sendable, Hashable {
    /// Id on disk and on the command line, snake_case, with `@variant` where there are several protocols.
    public var id: String
    /// Raised when the numbers change.
    public var version: Int
    /// Column title.
    public var title: String
    /// Unit of the value (`1` for pure numbers).
    public var unit: String
    /// Values outside are errors.
    public var range: ClosedRange<Double>
    public var direction: Direction
    public var inputs: [MetricInput]
    /// Frame features that the metric reads.
    public var features: [FeatureKey]
    /// Paper section or official implementation.
    public var source: String
    /// Factor and decimals used when a table prints the value as the paper does (1 → 0.97, 100 → 97.41).
    public var displayScale: Double
    public var decimals: Int

    public init(
        id: String, version: Int, title: String, unit: String = "1", range: ClosedRange<Double>,
        direction: Direction,
        inputs: [MetricInput] = [], features: [FeatureKey], source: String, displayScale: Double = 100,
        decimals: Int = 2
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.unit = unit
        self.range = range
        self.direction = direction
        self.inputs = inputs
        self.features = features
        self.source = source
        self.displayScale = displayScale
        self.decimals = decimals
    }
}

/// Names one kind of feature: the network that makes it and the exact way its input is prepared.
public struct FeatureKey: Sendable, Hashable, Codable {
    /// `clip_vit_b32`, `dino_vitb16`, `pixels`, …
    public var extractor: String
    /// `vbench_float`, `openai_pil`, `text77`, `pair_mae`, …
    public var preprocessing: String

    public init(extractor: String, preprocessing: String) {
        self.extractor = extractor
        self.preprocessing = preprocessing
    }
}

/// The features of one video that a metric asked for, computed once and shared.
public protocol ClipFeatures {
    var sampleID: String { get }
    var frameCount: Int { get }
    /// Rows are frames (or frame pairs): `[F, D]`. Throws when the feature cannot be had.
    func frames(_ key: FeatureKey) throws -> Tensor
    /// The same feature of the input image, `[1, D]`.
    func firstFrame(_ key: FeatureKey) throws -> Tensor
    /// The feature of the prompt, `[1, D]`.
    func prompt(_ key: FeatureKey) throws -> Tensor
}

/// A value for one video with the numbers it was made from.
public struct VideoScore: Sendable, Codable, Equatable {
    public var value: Double
    /// Named parts: curves, cosines, per-pair errors.
    public var parts: [String: [Double]]

    public init(value: Double, parts: [String: [Double]] = [:]) {
        self.value = value
        self.parts = parts
    }
}

public protocol Metric: Sendable {
    var descriptor: MetricDescriptor { get }
}

/// A metric with a value for every video; a set's value is their mean.
public protocol PerVideoMetric: Metric {
    func score(_ clip: any ClipFeatures) throws -> VideoScore
}
