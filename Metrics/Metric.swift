import Checkpoints
import Media
import Tensor

/// Which way a metric improves.
public enum Direction: String, Sendable, Codable { case higher, lower, neither }

/// What a metric needs besides the video.
public enum MetricInput: String, Sendable, Codable {
    case prompt, firstFrame = "first_frame", referenceSet = "reference_set"
    case objectLabel = "object_label", sceneLabel = "scene_label"
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
    /// Features of frames and prompts that the metric reads.
    public var features: [FeatureKey]
    /// Features that it reads of the input image only.
    public var imageFeatures: [FeatureKey]
    /// Paper section or official implementation.
    public var source: String
    /// Factor and decimals used when a table prints the value as the paper does (1 → 0.97, 100 → 97.41).
    public var displayScale: Double
    public var decimals: Int
    /// Whether a value is a share of successes, so that its mean is a rate.
    public var isRate: Bool
    /// Name of the part that holds the terms which a video's value is the mean of, where their number matters: the
    /// trials of a rate, or the weights of VBench's means over frames.
    public var terms: String?
    /// Folder of the metric's card in `Metrics`.
    public var card: String

    /// - Parameter file: the metric's source; its card lies beside it.
    public init(
        id: String, version: Int, title: String, unit: String = "1", range: ClosedRange<Double>,
        direction: Direction,
        inputs: [MetricInput] = [], features: [FeatureKey], imageFeatures: [FeatureKey] = [],
        source: String, displayScale: Double = 100, decimals: Int = 2, isRate: Bool = false,
        terms: String? = nil,
        file: String = #filePath
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.unit = unit
        self.range = range
        self.direction = direction
        self.inputs = inputs
        self.features = features
        self.imageFeatures = imageFeatures
        self.source = source
        self.displayScale = displayScale
        self.decimals = decimals
        self.isRate = isRate
        self.terms = terms
        card = file.split(separator: "/").dropLast().last.map(String.init) ?? ""
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
    /// Size and rate of the video, with its true number of frames.
    var outline: ClipOutline { get }
    /// What the sample is said to show.
    var labels: ClipLabels { get }
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

/// Words that the object and scene metrics look for.
public struct ClipLabels: Sendable, Hashable {
    public var objects: [String]
    public var scene: String?

    public init(objects: [String] = [], scene: String? = nil) {
        (self.objects, self.scene) = (objects, scene)
    }
}

extension ClipFeatures {
    public var frameCount: Int { outline.frames ?? 0 }
}

public protocol Metric: Sendable {
    var descriptor: MetricDescriptor { get }
}

extension MetricDescriptor {
    /// Every feature that the metric reads, of whatever.
    public var allFeatures: [FeatureKey] { features + imageFeatures.filter { !features.contains($0) } }
}

/// A metric with a value for every video; a set's value is their mean.
public protocol PerVideoMetric: Metric {
    func score(_ clip: any ClipFeatures) throws -> VideoScore
}
