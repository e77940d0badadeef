/// How one variant differs from another in one metric, on the same samples and seeds.
public struct Comparison: Sendable, Codable, Equatable {
    public enum Method: String, Sendable, Codable {
        /// Sign permutations of paired scores, all of them or drawn ones.
        case permutation, drawnPermutation = "drawn_permutation"
        /// Delete-block jackknife of the difference of two set values.
        case jackknife
    }

    /// Id of the metric.
    public var metric: String
    /// Id of the variant.
    public var variant: String
    /// Id of the variant that it is compared with.
    public var baseline: String
    /// Variant less baseline, unscaled.
    public var difference: Double
    /// Pairs of videos, or blocks of videos for set values.
    public var count: Int
    public var method: Method
    /// Two-sided.
    public var pValue: Double
    /// After Holm's correction over all comparisons of the report.
    public var adjustedPValue: Double

    /// Level at which a difference counts.
    public static let level = 0.05

    public var isSignificant: Bool { adjustedPValue < Self.level }
}
