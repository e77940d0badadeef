/// A statistic of a set with its standard error and its value freed of bias, from the values without one block each.
///
/// With g blocks of m_b out of N units, h_b = N/m_b, θ the statistic and θ_b the statistic without block b:
///
///     corrected = gθ − Σ (1 − m_b/N)·θ_b
///     variance  = 1/g·Σ (h_bθ − (h_b − 1)θ_b − corrected)²/(h_b − 1)
///
/// For equal blocks that is the delete-block jackknife, bias = (g − 1)(mean of θ_b − θ), variance = (g − 1)/g·Σ(θ_b −
/// mean)².
///
/// Source: Quenouille (1956), Tukey (1958); Busing, Meijer and van der Leeden (1999), "Delete-m jackknife for unequal
/// m", for blocks of different sizes.
public struct JackknifeEstimate: Sendable, Codable, Equatable {
    /// θ.
    public var value: Double
    public var standardError: Double
    /// θ less the bias of order 1/N; may lie outside the range of the statistic.
    public var corrected: Double
    /// g; for a statistic of two sets, those of both together.
    public var blocks: Int
    /// What the estimate was made from: of each set that was taken apart.
    public var parts: [BlockValues]

    /// - Precondition: a size for every value, at least two.
    public init(value: Double, withoutBlocks: [Double], sizes: [Int]) {
        precondition(withoutBlocks.count == sizes.count && sizes.count > 1, "at least two blocks")
        let total = Double(sizes.reduce(0, +))
        let count = Double(sizes.count)
        var corrected = count * value
        for (without, size) in zip(withoutBlocks, sizes) {
            corrected -= (1 - Double(size) / total) * without
        }
        var variance = 0.0
        for (without, size) in zip(withoutBlocks, sizes) {
            let share = total / Double(size)
            let deviation = share * value - (share - 1) * without - corrected
            variance += deviation * deviation / (share - 1)
        }
        self.value = value
        self.corrected = corrected
        standardError = (variance / count).squareRoot()
        blocks = sizes.count
        parts = [BlockValues(value: value, without: withoutBlocks, sizes: sizes)]
    }

    private init(
        value: Double, standardError: Double, corrected: Double, blocks: Int, parts: [BlockValues]
    ) {
        (self.value, self.standardError) = (value, standardError)
        (self.corrected, self.blocks, self.parts) = (corrected, blocks, parts)
    }

    /// Of a statistic of two independent sets, each taken apart while the other stayed whole: variances and biases
    /// add up.
    public func combined(with other: JackknifeEstimate) -> JackknifeEstimate {
        JackknifeEstimate(
            value: value,
            standardError: (standardError * standardError + other.standardError * other.standardError)
                .squareRoot(), corrected: corrected + other.corrected - value, blocks: blocks + other.blocks,
            parts: parts + other.parts)
    }
}
