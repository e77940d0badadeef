/// One metric's value for one video.
public struct ScoreRecord: Sendable, Hashable, Codable {
    /// What became of the metric on this video.
    public enum Status: String, Sendable, Codable { case finished, failed, skipped }

    public var metric: String
    public var version: Int
    /// Hash over the weights that the value depends on.
    public var weights: String
    public var provenance: String
    public var status: Status
    /// Why there is no value.
    public var reason: String?
    public var value: Double?
    /// Curves, cosines, per-pair errors by name.
    public var parts: [String: [Double]]

    public init(
        metric: String, version: Int, weights: String, provenance: String, status: Status,
        reason: String? = nil, value: Double? = nil, parts: [String: [Double]] = [:]
    ) {
        self.metric = metric
        self.version = version
        self.weights = weights
        self.provenance = provenance
        self.status = status
        self.reason = reason
        self.value = value
        self.parts = parts
    }
}
