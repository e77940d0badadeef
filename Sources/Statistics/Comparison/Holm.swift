/// Holm's correction for a family of tests: as safe as Bonferroni's, and never weaker.
public enum Holm {
    /// Adjusted p values in the order given: with p₍₁₎ ≤ p₍₂₎ ≤ … of m tests,
    ///
    ///     p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎)
    ///
    /// Source: Holm (1979), "A simple sequentially rejective multiple test procedure".
    public static func adjusted(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
        var adjusted = pValues
        var highest = 0.0
        for (rank, place) in order.enumerated() {
            highest = max(highest, min(1, Double(pValues.count - rank) * pValues[place]))
            adjusted[place] = highest
        }
        return adjusted
    }
}
