/// What scatter is owed to: to the samples, or to what is drawn anew for each value of a sample, such as a seed.
///
/// A one-way random-effects analysis of variance. With k samples of nᵢ values each, N values in all:
///
///     MS_between = Σ nᵢ(ȳᵢ − ȳ)²/(k − 1),  MS_within = ΣΣ(yᵢⱼ − ȳᵢ)²/(N − k)
///     σ²_within = MS_within,  σ²_between = max(0, (MS_between − MS_within)/n₀),  n₀ = (N − Σnᵢ²/N)/(k − 1)
///
/// Source: Searle, Casella and McCulloch (1992), Variance Components, section 3.6 (unequal numbers).
public struct VarianceSplit: Sendable, Codable, Equatable {
    /// k.
    public var samples: Int
    /// N.
    public var values: Int
    /// σ²_between.
    public var betweenSamples: Double
    /// σ²_within.
    public var withinSamples: Double

    /// Part of the scatter of single values that samples account for (the intraclass correlation); nil where nothing
    /// varies.
    public var sampleShare: Double? {
        let total = betweenSamples + withinSamples
        return total > 0 ? betweenSamples / total : nil
    }

    /// Standard deviation of the mean over all samples from one set of seeds to another, one value a sample.
    public var meanDeviation: Double { (withinSamples / Double(samples)).squareRoot() }

    /// - Returns: nil for fewer than two samples, or where no sample has two values.
    public init?(_ groups: [[Double]]) {
        let groups = groups.filter { !$0.isEmpty }
        let count = groups.reduce(0) { $0 + $1.count }
        guard groups.count > 1, count > groups.count else { return nil }
        let means = groups.map { $0.reduce(0, +) / Double($0.count) }
        let mean = groups.joined().reduce(0, +) / Double(count)
        var (between, within) = (0.0, 0.0)
        for (group, own) in zip(groups, means) {
            between += Double(group.count) * (own - mean) * (own - mean)
            for value in group { within += (value - own) * (value - own) }
        }
        let freedom = Double(groups.count - 1)
        let betweenSquare = between / freedom
        withinSamples = within / Double(count - groups.count)
        let squares = groups.reduce(0.0) { $0 + Double($1.count * $1.count) }
        let size = (Double(count) - squares / Double(count)) / freedom
        betweenSamples = max(0, (betweenSquare - withinSamples) / size)
        (samples, values) = (groups.count, count)
    }
}
