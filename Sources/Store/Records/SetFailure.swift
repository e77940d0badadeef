/// A set of videos without a value.
public struct SetFailure: Sendable, Hashable, Codable {
    public var variant: Int
    public var metric: String
    /// Whether the value is absent because something is not there to compare with, and nothing went wrong.
    public var isOmission: Bool
    public var reason: String

    public init(variant: Int, metric: String, isOmission: Bool, reason: String) {
        self.variant = variant
        self.metric = metric
        self.isOmission = isOmission
        self.reason = reason
    }
}
