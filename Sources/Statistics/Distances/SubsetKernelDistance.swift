/// KID as torch-fidelity reports it: the unbiased estimate over many random subsets.
///
/// Each subset takes `size` vectors of the first set, then as many of the second, without replacement within a
/// subset; numpy's `RandomState(seed).choice` picks them, so that the same vectors are picked as by the reference.
///
///     estimate = (Σ_{i≠j} k(xᵢ, xⱼ) + Σ_{i≠j} k(yᵢ, yⱼ))/(m(m − 1)) − 2·Σ k(xᵢ, yⱼ)/m²
///
/// The subsets are drawn first, and only their vectors are read. Their kernel sums are kept by blocks of units: without
/// a block, every subset has the estimate of its other vectors, and the mean over the subsets is taken as before.
///
/// Range: slightly below zero and above, lower is closer.
/// Cost: subsets × size²·D operations; memory of one subset for each thread, whatever the size of the sets.
/// Source: torch-fidelity's `kid`. Differs: Double where the reference has Float32.
public struct SubsetKernelDistance: Sendable, Codable, Equatable {
    public var mean: Double
    /// Over the subsets, divided by their number. Subsets overlap: this is no error of the mean.
    public var standardDeviation: Double
    public var subsets: Int
    public var subsetSize: Int
    /// Of the mean, by delete-block jackknife over both sets; nil where subsets without a block hold too little.
    public var standardError: Double?
    /// The mean less its bias of order 1/N: vectors of one unit resemble each other, and the fewer units there are, the
    /// more pairs of vectors are of one unit.
    public var corrected: Double?
    /// The mean without one block each, of the first and of the second set; empty where there is no error.
    public var parts: [BlockValues]
    /// The mean at fewer units of the first set.
    public var curve: ExtrapolationCurve?

    /// - Parameter units: rows of one video each, which stay together, for the first and the second set; nil when
    ///   every row stands for itself.
    /// - Throws: `StatisticsError.tooFewVectors` when a set is smaller than a subset or has fewer than three units,
    ///   `.dimensionMismatch`, `.nonFinite`, and what reading throws.
    public init(
        _ first: any FeatureSource, _ second: any FeatureSource, subsets: Int = 100, size: Int = 1000,
        seed: UInt32 = 2020, jackknife: BlockJackknife = BlockJackknife(),
        units: (first: [Range<Int>]?, second: [Range<Int>]?) = (nil, nil)
    ) throws {
        precondition(subsets > 0 && size > 1, "at least one subset of two vectors")
        try first.requireSameColumns(as: second)
        for features in [first, second] {
            try features.requireRows(size, for: "a kernel distance over subsets of \(size)")
            try features.requireFinite()
        }
        let sides = [
            try BlockedRows(first, units.first, jackknife), try BlockedRows(second, units.second, jackknife),
        ]
        let blockOfRow = sides.map(\.blockOfRow)
        let choices = Self.choices(first.rows, second.rows, subsets: subsets, size: size, seed: seed)
        let found = try Concurrent.map(subsets) { subset in
            let rows = try (0..<2).map { side in
                KernelRows(
                    values: try sides[side].features.doubles(choices[subset][side]),
                    groups: choices[subset][side].map { blockOfRow[side][$0] },
                    groupCount: sides[side].blocks.count)
            }
            return Self.estimate(rows[0], rows[1], first.columns)
        }
        let mean = found.reduce(0) { $0 + $1.value } / Double(subsets)
        let squares = found.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }
        (self.mean, self.subsets, subsetSize) = (mean, subsets, size)
        standardDeviation = (squares / Double(subsets)).squareRoot()
        let trust = try KernelTrust(sides, value: mean) { kept, other in
            var total = 0.0
            for subset in found {
                guard let value = subset.sums.discrepancy(first: kept, second: other) else { return nil }
                total += value
            }
            return total / Double(subsets)
        }
        (standardError, corrected) = (trust?.jackknife.standardError, trust?.jackknife.corrected)
        (parts, curve) = (trust?.jackknife.parts ?? [], trust?.curve)
    }

    /// The rows of every subset, of the first set and of the second.
    package static func choices(
        _ first: Int, _ second: Int, subsets: Int, size: Int, seed: UInt32
    ) -> [[[Int]]] {
        var random = NumpyRandomState(seed: seed)
        return (0..<subsets).map { _ in [random.choice(first, size), random.choice(second, size)] }
    }

    /// Of one subset, with its sums by block.
    private static func estimate(_ first: KernelRows, _ second: KernelRows, _ columns: Int)
        -> (value: Double, sums: KernelSums)
    {
        let size = Double(first.groups.count)
        let within = [first, second].map {
            CubicKernel.sums($0, $0, columns: columns, skipsEqualPlaces: true)
        }
        let between = CubicKernel.sums(first, second, columns: columns, skipsEqualPlaces: false)
        let value =
            (within[0].total + within[1].total) / (size * (size - 1)) - 2 * between.total / (size * size)
        let sizes = [first, second].map { rows in
            var counts = [Double](repeating: 0, count: rows.groupCount)
            for group in rows.groups { counts[group] += 1 }
            return counts
        }
        return (
            value, KernelSums(sizes: sizes, within: within.map(\.byGroup), between: between.byGroup)
        )
    }
}
