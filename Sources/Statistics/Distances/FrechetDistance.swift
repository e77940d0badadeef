/// Fréchet distance between the normal distributions fitted to two sets of features.
///
///     d = |m₁ − m₂|² + Tr S₁ + Tr S₂ − 2·Tr (S₁S₂)^½,   Tr (S₁S₂)^½ = ‖A₁A₂ᵀ‖₊,   S = AᵀA
///
/// ‖·‖₊ is the nuclear norm, the sum of the singular values. It needs no square root of a product of covariances and
/// keeps all digits where covariances have no full rank; no multiple of the identity is added.
///
/// Range: 0 and above, lower is closer; in squared units of the features. Rounding below zero, down to
/// −10⁻⁶·(Tr S₁ + Tr S₂), counts as zero.
/// Source: Dowson and Landau (1982); Heusel et al. (2017, FID); Unterthiner et al. (2018, FVD).
/// Differs: reference tools take the root of S₁S₂ by `sqrtm` or eigenvalues and lose half the digits with N ≤ D.
public struct FrechetDistance: Sendable, Codable, Equatable {
    public var value: Double
    /// |m₁ − m₂|².
    public var meanTerm: Double
    /// Tr S₁ and Tr S₂.
    public var traces: [Double]
    /// Tr (S₁S₂)^½.
    public var rootTrace: Double
    /// N of both sides; nil where statistics do not say.
    public var counts: [Int?]
    public var warnings: [StatisticsWarning]

    /// - Throws: `StatisticsError.dimensionMismatch`, `.negativeDistance`, `.noConvergence`.
    ///
    /// Cost: one product [R₁, D] × [D, R₂] and the singular values of the result.
    public init(_ first: FittedGaussian, _ second: FittedGaussian) throws {
        guard first.dimension == second.dimension else {
            throw StatisticsError.dimensionMismatch(
                set: first.name, dimension: first.dimension, other: second.name,
                otherDimension: second.dimension)
        }
        meanTerm = zip(first.mean, second.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        traces = [first.trace, second.trace]
        rootTrace = try Self.rootTrace(first, second)
        counts = [first.count, second.count]
        warnings = [first, second].flatMap {
            StatisticsWarning.about(set: $0.name, count: $0.count, dimension: $0.dimension)
        }
        let distance = meanTerm + (first.trace + second.trace - 2 * rootTrace)
        let smallest = -1e-6 * (first.trace + second.trace)
        guard distance >= smallest else {
            throw StatisticsError.negativeDistance(
                set: first.name, other: second.name, value: distance, smallest: smallest)
        }
        value = max(distance, 0)
    }

    /// Of two sets of vectors with the same divisor.
    ///
    /// - Throws: `StatisticsError.tooFewVectors`, `.nonFinite` and as above.
    public init(_ first: FeatureMatrix, _ second: FeatureMatrix, divisor: CovarianceDivisor) throws {
        try first.requireSameColumns(as: second)
        try self.init(
            FittedGaussian(first, divisor: divisor), FittedGaussian(second, divisor: divisor))
    }

    private static func rootTrace(_ first: FittedGaussian, _ second: FittedGaussian) throws -> Double {
        var product = [Double](repeating: 0, count: first.rank * second.rank)
        first.factor.withUnsafeBufferPointer { left in
            second.factor.withUnsafeBufferPointer { right in
                product.withUnsafeMutableBufferPointer { product in
                    guard let left = left.baseAddress, let right = right.baseAddress,
                        let product = product.baseAddress
                    else { return }
                    Dense.product(
                        left, rows: first.rank, right, rows: second.rank, columns: first.dimension,
                        into: product)
                }
            }
        }
        return try Dense.nuclearNorm(
            product, rows: first.rank, columns: second.rank, name: "\(first.name) against \(second.name)")
    }
}
