/// Squared maximum mean discrepancy of two sets with the cubic polynomial kernel: KID on Inception features, KVD on
/// I3D features.
///
///     MMD² = Σ_{i≠j} k(xᵢ, xⱼ)/(M(M − 1)) + Σ_{i≠j} k(yᵢ, yⱼ)/(N(N − 1)) − 2·Σ k(xᵢ, yⱼ)/(MN),
///     k(a, b) = (a·b/D + 1)³
///
/// Over all vectors and, where these are independent, without bias: the value does not depend on N but for its noise.
///
/// Range: slightly below zero and above, lower is closer.
/// Cost: (M + N)²·D operations in tiles; memory of two tiles for each thread, whatever the size of the sets.
/// Source: Bińkowski et al. (2018, KID); the same estimate as the "KVD" printed by TATS.
public struct KernelDistance: Sendable, Codable, Equatable {
    public var value: Double
    /// Standard error by delete-block jackknife, over both sets.
    public var standardError: Double
    /// M and N.
    public var counts: [Int]
    /// Blocks of each set.
    public var blocks: [Int]
    /// The value without one block each, of the first and of the second set.
    public var parts: [BlockValues]
    /// The value at fewer units of the first set: level but for noise where every unit is one vector, because the
    /// estimate then has no bias. nil for fewer than four units.
    public var curve: ExtrapolationCurve?

    /// - Parameter jackknife: cuts both sets into blocks. The sums over pairs of blocks give all values that the
    ///   error and the curve need; no kernel is computed twice.
    /// - Parameter units: rows of one video each, which stay together, for the first and the second set; nil when
    ///   every row stands for itself.
    /// - Throws: `StatisticsError.tooFewVectors` when a set has fewer than three units, `.dimensionMismatch`,
    ///   `.nonFinite`, and what reading throws.
    public init(
        _ first: any FeatureSource, _ second: any FeatureSource,
        jackknife: BlockJackknife = BlockJackknife(),
        units: (first: [Range<Int>]?, second: [Range<Int>]?) = (nil, nil)
    ) throws {
        try first.requireSameColumns(as: second)
        for features in [first, second] { try features.requireFinite() }
        let sides = [
            try BlockedRows(first, units.first, jackknife), try BlockedRows(second, units.second, jackknife),
        ]
        let sums = try KernelSums(sides[0], sides[1])
        guard let value = sums.discrepancy(),
            let trust = try KernelTrust(sides, value: value, of: { sums.discrepancy(first: $0, second: $1) })
        else {
            throw StatisticsError.tooFewVectors(
                set: first.name, purpose: "a kernel distance with its error", needed: 3,
                found: min(first.rows, second.rows))
        }
        self.value = value
        (standardError, parts) = (trust.jackknife.standardError, trust.jackknife.parts)
        curve = trust.curve
        counts = [first.rows, second.rows]
        blocks = sides.map(\.blocks.count)
    }
}
