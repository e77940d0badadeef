/// Squared maximum mean discrepancy of two sets with the cubic polynomial kernel: KID on Inception features, KVD on
/// I3D features.
///
///     MMD² = Σ_{i≠j} k(xᵢ, xⱼ)/(M(M − 1)) + Σ_{i≠j} k(yᵢ, yⱼ)/(N(N − 1)) − 2·Σ k(xᵢ, yⱼ)/(MN),
///     k(a, b) = (a·b/D + 1)³
///
/// Over all vectors and without bias, so that the value does not depend on N but for its noise.
///
/// Range: slightly below zero and above, lower is closer.
/// Cost: (M + N)²·D operations in tiles; memory of two blocks.
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

    /// - Parameter jackknife: cuts both sets into blocks. The sums over pairs of blocks give all values that the
    ///   error needs; no kernel is computed twice.
    /// - Parameter units: rows of one video each, which stay together, for the first and the second set; nil when
    ///   every row stands for itself.
    /// - Throws: `StatisticsError.tooFewVectors` when a set has fewer than three units, `.dimensionMismatch`,
    ///   `.nonFinite`.
    public init(
        _ first: FeatureMatrix, _ second: FeatureMatrix, jackknife: BlockJackknife = BlockJackknife(),
        units: (first: [Range<Int>]?, second: [Range<Int>]?) = (nil, nil)
    ) throws {
        try first.requireSameColumns(as: second)
        for features in [first, second] { try features.requireFinite() }
        let sides = [
            try BlockedRows(first, units.first, jackknife), try BlockedRows(second, units.second, jackknife),
        ]
        let sums = try KernelSums(sides[0], sides[1])
        let estimates = (0..<2).map { side in
            JackknifeEstimate(
                value: sums.discrepancy(),
                withoutBlocks: sides[side].blocks.indices.map { sums.discrepancy(without: $0, of: side) },
                sizes: sides[side].blocks.map(\.count))
        }
        value = sums.discrepancy()
        let (one, other) = (estimates[0].standardError, estimates[1].standardError)
        standardError = (one * one + other * other).squareRoot()
        counts = [first.rows, second.rows]
        blocks = sides.map(\.blocks.count)
        parts = estimates.flatMap(\.parts)
    }
}

/// The rows of a set, cut into blocks.
private struct BlockedRows: Sendable {
    let features: FeatureMatrix
    let blocks: [[Int]]

    init(_ features: FeatureMatrix, _ units: [Range<Int>]?, _ jackknife: BlockJackknife) throws {
        let units = units ?? (0..<features.rows).map { $0..<$0 + 1 }
        guard units.count > 2 else {
            throw StatisticsError.tooFewVectors(
                set: features.name, purpose: "a kernel distance with its error", needed: 3,
                found: units.count)
        }
        self.features = features
        blocks = jackknife.partition(units.count).map { $0.flatMap { units[$0] } }
    }

    var sizes: [Double] { blocks.map { Double($0.count) } }
}

/// Kernel sums over all pairs of blocks.
private struct KernelSums {
    private let sizes: [[Double]]
    /// Within each side, [B, B], without pairs of a vector with itself.
    private let within: [[[Double]]]
    /// Between the sides, [B, B′].
    private let between: [[Double]]

    init(_ first: BlockedRows, _ second: BlockedRows) throws {
        sizes = [first.sizes, second.sizes]
        within = try [first, second].map { side in
            let upper = try Self.sums(side, side, isSelf: true)
            return upper.indices.map { row in
                upper.indices.map { column in row <= column ? upper[row][column] : upper[column][row] }
            }
        }
        between = try Self.sums(first, second, isSelf: false)
    }

    private static func sums(_ first: BlockedRows, _ second: BlockedRows, isSelf: Bool) throws -> [[Double]] {
        try Concurrent.map(first.blocks.count) { row in
            let left = first.features.doubles(first.blocks[row])
            return second.blocks.indices.map { column in
                guard !isSelf || row <= column else { return 0 }
                let right = second.features.doubles(second.blocks[column])
                return CubicKernel.sum(
                    left, right, columns: first.features.columns,
                    skipsEqualPlaces: isSelf && row == column)
            }
        }
    }

    /// MMD² of all blocks, or of all but one of one side.
    func discrepancy(without block: Int? = nil, of side: Int = 0) -> Double {
        func kept(_ place: Int) -> [Int] {
            sizes[place].indices.filter { side != place || $0 != block }
        }
        var value = 0.0
        for place in 0..<2 {
            let count = kept(place).reduce(0) { $0 + sizes[place][$1] }
            let total = kept(place).reduce(0) { sum, row in
                kept(place).reduce(sum) { $0 + within[place][row][$1] }
            }
            value += total / (count * (count - 1))
        }
        let counts = (0..<2).map { place in kept(place).reduce(0) { $0 + sizes[place][$1] } }
        let columns = kept(1)
        let cross = kept(0).reduce(0) { sum, row in columns.reduce(sum) { $0 + between[row][$1] } }
        return value - 2 * cross / (counts[0] * counts[1])
    }
}
