/// Everything a report says, as plain values: what was measured and where it comes from. Means, intervals and
/// tables are derived from it; nothing here is aggregated, so any number in a report can be walked back.
public struct ReportContent: Sendable, Codable, Equatable {
    public var title: String
    public var suite: Suite
    /// Rows of the tables, in the order they are printed.
    public var variants: [Variant]
    /// Columns of the tables, in the order they are printed.
    public var metrics: [Metric]
    /// One value for each video and metric, in any order.
    public var scores: [Score]
    /// Values of whole variants, one for each metric of sets.
    public var setValues: [SetValue]
    /// Why some of them are absent.
    public var setGaps: [SetGap]
    /// What sets are compared with, in words.
    public var reference: String?
    /// Values along a video, such as the similarity of every frame to the input image.
    public var curves: [Curve]
    /// What the making of the videos cost, at most one for a variant.
    public var costs: [Cost]
    /// What scoring took by stage, over all videos.
    public var scoringStages: [Stage]
    /// Tables of papers that belong beside these numbers; nil for none.
    public var published: PublishedResults?
    /// Image files beside the report.
    public var pictures: [Picture]
    /// Videos that could not be made or read.
    public var failures: [Failure]
    public var provenance: Provenance

    public init(
        title: String, suite: Suite, variants: [Variant], metrics: [Metric], scores: [Score],
        setValues: [SetValue] = [], setGaps: [SetGap] = [], reference: String? = nil,
        curves: [Curve] = [], costs: [Cost] = [], scoringStages: [Stage] = [],
        published: PublishedResults? = nil, pictures: [Picture] = [], failures: [Failure] = [],
        provenance: Provenance
    ) {
        self.title = title
        self.suite = suite
        self.variants = variants
        self.metrics = metrics
        self.scores = scores
        self.setValues = setValues
        self.setGaps = setGaps
        self.reference = reference
        self.curves = curves
        self.costs = costs
        self.scoringStages = scoringStages
        self.published = published
        self.pictures = pictures
        self.failures = failures
        self.provenance = provenance
    }
}
