/// Whether a statistic of whole sets, such as a Fréchet distance to real videos, differs between two sets of the same
/// units: both lose the same block at a time, so what the sets have in common cancels out.
///
/// With θ the difference and v the delete-block jackknife variance of it, added up over the sets that are taken apart
/// (the videos; the reference that both are compared with), t = θ/√v is held against Student's distribution with
///
///     ν = v²/Σ (v_c²/(g_c − 1))
///
/// degrees of freedom, g_c the blocks of set c.
///
/// Source: Tukey (1958); Satterthwaite (1946) for ν.
public struct PairedJackknife: Sendable, Codable, Equatable {
    /// θ.
    public var difference: Double
    public var standardError: Double
    /// ν.
    public var degreesOfFreedom: Double
    /// Two-sided; 1 where the sets do not differ in any block.
    public var pValue: Double
    /// Of all sets that are taken apart.
    public var blocks: Int

    /// - Parameter parts: of each set that is taken apart, the one statistic and the other.
    /// - Returns: nil where there is nothing to pair, or where a difference shows no spread at all.
    public init?(_ parts: [(one: BlockValues, other: BlockValues)]) {
        let differences = parts.compactMap { $0.one.difference(from: $0.other) }
        guard let first = differences.first, differences.count == parts.count,
            differences.allSatisfy({ $0.sizes.count > 1 })
        else { return nil }
        let variances = differences.map { part in
            let error = JackknifeEstimate(
                value: part.value, withoutBlocks: part.without, sizes: part.sizes
            ).standardError
            return error * error
        }
        let variance = variances.reduce(0, +)
        difference = first.value
        standardError = variance.squareRoot()
        blocks = differences.reduce(0) { $0 + $1.sizes.count }
        guard variance > 0 else {
            guard difference == 0 else { return nil }
            (degreesOfFreedom, pValue) = (Double(blocks - differences.count), 1)
            return
        }
        let spread = zip(variances, differences).reduce(0.0) { sum, part in
            sum + part.0 * part.0 / Double(part.1.sizes.count - 1)
        }
        degreesOfFreedom = variance * variance / spread
        pValue = StudentT.twoSided(difference / standardError, degreesOfFreedom: degreesOfFreedom)
    }
}
