/// A column of a run's tables.
public struct MetricRecord: Sendable, Hashable, Codable {
    /// Id with its variant, such as `isim@average`.
    public var metric: String
    public var version: Int
    /// Hash over the weights that the value depends on; empty when it depends on none.
    public var weights: String
    /// Where those weights come from; empty when there are none.
    public var provenance: String
    /// Why the metric cannot be computed, if so.
    public var unavailable: String?
    /// Whether it has one value for a set of videos; a video's score then counts the vectors that it adds.
    public var describesSets: Bool

    public init(
        metric: String, version: Int, weights: String, provenance: String, unavailable: String? = nil,
        describesSets: Bool = false
    ) {
        self.describesSets = describesSets
        self.metric = metric
        self.version = version
        self.weights = weights
        self.provenance = provenance
        self.unavailable = unavailable
    }
}
