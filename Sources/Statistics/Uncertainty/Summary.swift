/// What a list of numbers looks like, computed in Double and in the order given.
public struct Summary: Sendable, Codable, Equatable {
    public var count: Int
    public var mean: Double
    /// Divided by n − 1; nil for a single value.
    public var standardDeviation: Double?
    public var minimum: Double
    public var maximum: Double

    /// nil for an empty list. Two passes: the mean, then the squared distances to it.
    public init?(_ values: [Double]) {
        guard let first = values.first else { return nil }
        var total = 0.0
        var minimum = first
        var maximum = first
        for value in values {
            total += value
            minimum = min(minimum, value)
            maximum = max(maximum, value)
        }
        let mean = total / Double(values.count)
        var squares = 0.0
        for value in values { squares += (value - mean) * (value - mean) }
        self.count = values.count
        self.mean = mean
        self.standardDeviation =
            values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
        self.minimum = minimum
        self.maximum = maximum
    }
}
