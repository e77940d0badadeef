import Statistics

/// Every comparison of a report: each generated variant with the first one that was taken under its protocol and with its
/// kind of weights and, in an ablation, with the one above.
///
/// Scores of single videos are compared by permutation, values of sets by a jackknife of the difference; the p values
/// of all comparisons together are corrected as one family.
public struct Comparisons: Sendable {
    /// By pair of variants, then by metric.
    public let all: [Comparison]

    public init(_ content: ReportContent, test: PairedPermutationTest = PairedPermutationTest()) {
        let scores = Dictionary(grouping: content.scores.filter { $0.value != nil }, by: \.metric)
            .mapValues { Dictionary(grouping: $0, by: \.video.variant) }
        var found: [Comparison] = []
        for (variant, baseline) in Self.pairs(content) {
            for metric in content.metrics.map(\.id) {
                let values = content.setValues.filter { $0.metric == metric }
                let finding =
                    values.isEmpty
                    ? Self.videos(scores[metric]?[variant] ?? [], scores[metric]?[baseline] ?? [], test)
                    : Self.sets(
                        values.first { $0.variant == variant }, values.first { $0.variant == baseline })
                if let finding {
                    found.append(
                        Comparison(
                            metric: metric, variant: variant, baseline: baseline,
                            difference: finding.difference, count: finding.count, method: finding.method,
                            pValue: finding.pValue, adjustedPValue: finding.pValue))
                }
            }
        }
        let adjusted = Holm.adjusted(found.map(\.pValue))
        for index in found.indices { found[index].adjustedPValue = adjusted[index] }
        all = found
    }

    /// The comparison of a pair in one metric, if there is one.
    public func comparison(_ variant: String, with baseline: String, in metric: String) -> Comparison? {
        all.first { $0.variant == variant && $0.baseline == baseline && $0.metric == metric }
    }

    /// The pairs that are compared, in order.
    static func pairs(_ content: ReportContent) -> [(variant: String, baseline: String)] {
        let made = content.variants.filter { !$0.seeds.isEmpty }
        let standings = made.map { RowStanding($0) }
        return made.indices.dropFirst().flatMap { index -> [(variant: String, baseline: String)] in
            guard let first = (0..<index).first(where: { standings[$0].compares(with: standings[index]) })
            else { return [] }
            let above = index - 1
            let isStep =
                above > first && standings[above].compares(with: standings[index])
                && made[above].toggles != nil && made[index].toggles != nil
            return [(made[index].id, made[first].id)] + (isStep ? [(made[index].id, made[above].id)] : [])
        }
    }
}

extension Comparisons {
    /// What a test says of a pair.
    private struct Finding {
        var difference: Double
        var count: Int
        var method: Comparison.Method
        var pValue: Double
    }

    /// The seeds of a sample stay together.
    private static func videos(
        _ scores: [ReportContent.Score], _ others: [ReportContent.Score], _ test: PairedPermutationTest
    ) -> Finding? {
        test.outcome(ofDifferences: PairedScores(scores, others).differences).map {
            Finding(
                difference: $0.difference, count: $0.pairs,
                method: $0.isExact ? .permutation : .drawnPermutation, pValue: $0.pValue)
        }
    }

    /// Only sets of the same samples, seeds and reference have blocks that belong together.
    private static func sets(_ value: ReportContent.SetValue?, _ other: ReportContent.SetValue?)
        -> Finding?
    {
        guard let value, let other, let pairing = value.pairing, pairing == other.pairing,
            value.blocks.count == other.blocks.count,
            let found = PairedJackknife(Array(zip(value.blocks, other.blocks)).map { ($0, $1) })
        else { return nil }
        return Finding(
            difference: found.difference, count: found.blocks, method: .jackknife, pValue: found.pValue)
    }
}
