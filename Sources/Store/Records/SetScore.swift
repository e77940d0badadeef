/// One metric's value for a set of videos.
public struct SetScore: Sendable, Hashable, Codable {
    public var variant: Int
    public var metric: String
    /// Empty for all videos.
    public var category: String
    /// Videos with a value.
    public var count: Int
    /// Reference videos, for metrics that compare two sets.
    public var referenceCount: Int?
    public var value: Double
    public var standardError: Double?
    public var biasCorrected: Double?
    /// Everything else about the value, as JSON.
    public var details: String?

    public init(
        variant: Int, metric: String, category: String, count: Int, referenceCount: Int? = nil, value: Double,
        standardError: Double? = nil, biasCorrected: Double? = nil, details: String? = nil
    ) {
        self.details = details
        self.variant = variant
        self.metric = metric
        self.category = category
        self.count = count
        self.referenceCount = referenceCount
        self.value = value
        self.standardError = standardError
        self.biasCorrected = biasCorrected
    }
}
