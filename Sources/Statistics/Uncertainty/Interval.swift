/// A confidence interval and its level.
public struct Interval: Sendable, Codable, Equatable {
    public var lower: Double
    public var upper: Double
    /// 0.95 for a 95 % interval.
    public var level: Double

    public init(lower: Double, upper: Double, level: Double) {
        self.lower = lower
        self.upper = upper
        self.level = level
    }
}
