/// KID as torch-fidelity reports it: the unbiased estimate over many random subsets.
///
/// Each subset takes `size` vectors of the first set, then as many of the second, without replacement within a
/// subset; numpy's `RandomState(seed).choice` picks them, so that the same vectors are picked as by the reference.
///
///     estimate = (Σ_{i≠j} k(xᵢ, xⱼ) + Σ_{i≠j} k(yᵢ, yⱼ))/(m(m − 1)) − 2·Σ k(xᵢ, yⱼ)/m²
///
/// Range: slightly below zero and above, lower is closer.
/// Cost: subsets × size²·D operations.
/// Source: torch-fidelity's `kid`. Differs: Double where the reference has Float32.
public struct SubsetKernelDistance: Sendable, Codable, Equatable {
    public var mean: Double
    /// Over the subsets, divided by their number. Subsets overlap: this is no error of the mean.
    public var standardDeviation: Double
    public var subsets: Int
    public var subsetSize: Int

    /// - Throws: `StatisticsError.tooFewVectors` when a set is smaller than a subset, `.dimensionMismatch`,
    ///   `.nonFinite`.
    public init(
        _ first: FeatureMatrix, _ second: FeatureMatrix, subsets: Int = 100, size: Int = 1000,
        seed: UInt32 = 2020
    ) throws {
        precondition(subsets > 0 && size > 1, "at least one subset of two vectors")
        try first.requireSameColumns(as: second)
        for features in [first, second] {
            try features.requireRows(size, for: "a kernel distance over subsets of \(size)")
            try features.requireFinite()
        }
        let choices = Self.choices(first.rows, second.rows, subsets: subsets, size: size, seed: seed)
        let estimates = try Concurrent.map(subsets) { subset in
            Self.estimate(
                first.doubles(choices[subset][0]), second.doubles(choices[subset][1]), first.columns)
        }
        let mean = estimates.reduce(0, +) / Double(subsets)
        let squares = estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        (self.mean, self.subsets, subsetSize) = (mean, subsets, size)
        standardDeviation = (squares / Double(subsets)).squareRoot()
    }

    /// The rows of every subset, of the first set and of the second.
    package static func choices(
        _ first: Int, _ second: Int, subsets: Int, size: Int, seed: UInt32
    ) -> [[[Int]]] {
        var random = NumpyRandomState(seed: seed)
        return (0..<subsets).map { _ in [random.choice(first, size), random.choice(second, size)] }
    }

    private static func estimate(_ first: [Double], _ second: [Double], _ columns: Int) -> Double {
        let size = Double(first.count / columns)
        let within = [first, second].map {
            CubicKernel.sum($0, $0, columns: columns, skipsEqualPlaces: true)
        }
        let between = CubicKernel.sum(first, second, columns: columns, skipsEqualPlaces: false)
        return (within[0] + within[1]) / (size * (size - 1)) - 2 * between / (size * size)
    }
}
