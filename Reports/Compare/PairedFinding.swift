import Statistics

/// How a variant of one run differs from one of another in a metric, over all samples or in one category.
public struct PairedFinding: Sendable, Codable, Equatable {
    /// Id of the metric.
    public var metric: String
    /// Titles of the two rows.
    public var variant: String
    public var baseline: String
    /// nil for all videos.
    public var category: String?
    /// Over the pairs, unscaled; for values of sets the values themselves.
    public var mean: Double
    public var baselineMean: Double
    /// Variant less baseline.
    public var difference: Double
    /// Of the mean difference (BCa bootstrap over source samples); for sets from the jackknife's error and Student's t.
    public var interval: Interval?
    /// Of single videos; nil for values of sets.
    public var effect: EffectSize?
    /// Pairs of videos, or blocks for values of sets.
    public var pairs: Int
    /// Source samples behind the pairs; nil for values of sets.
    public var samples: Int?
    public var method: Comparison.Method
    /// Two-sided.
    public var pValue: Double
    /// After Holm's correction: findings over all videos are one family, those of categories another.
    public var adjustedPValue: Double

    public var isSignificant: Bool { adjustedPValue < Comparison.level }
}
