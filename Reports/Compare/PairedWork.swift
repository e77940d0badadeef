import Statistics

/// Makes the findings of two runs.
struct PairedWork {
    private let baseline: ReportContent
    private let run: ReportContent
    private let bootstrap: ClusterBootstrap
    private let test: PairedPermutationTest
    private let scores: [Column: [ReportContent.Score]]
    private let baselineScores: [Column: [ReportContent.Score]]

    private struct Column: Hashable {
        var variant: String
        var metric: String

        init(_ score: ReportContent.Score) { (variant, metric) = (score.video.variant, score.metric) }

        init(_ variant: String, _ metric: String) { (self.variant, self.metric) = (variant, metric) }
    }

    init(
        run: ReportContent, baseline: ReportContent, bootstrap: ClusterBootstrap,
        test: PairedPermutationTest
    ) {
        (self.run, self.baseline, self.bootstrap, self.test) = (run, baseline, bootstrap, test)
        scores = Dictionary(grouping: run.scores.filter { $0.value != nil }, by: Column.init)
        baselineScores = Dictionary(grouping: baseline.scores.filter { $0.value != nil }, by: Column.init)
    }

    /// Over all videos, then by category; none without a pair.
    func findings(_ pair: RunComparison.Pair, _ metric: String) -> [PairedFinding] {
        guard let variant = run.variants.first(where: { $0.title == pair.variant })?.id,
            let other = baseline.variants.first(where: { $0.title == pair.baseline })?.id
        else { return [] }
        let value = run.setValues.first { $0.variant == variant && $0.metric == metric }
        let baselineValue = baseline.setValues.first { $0.variant == other && $0.metric == metric }
        if let value, let baselineValue {
            return [finding(pair, metric, value, baselineValue)].compactMap { $0 }
        }
        let clusters = PairedScores(
            scores[Column(variant, metric)] ?? [], baselineScores[Column(other, metric)] ?? []
        ).clusters
        let all = finding(pair, metric, nil, clusters)
        return [all].compactMap { $0 }
            + run.suite.categories.map(\.name).compactMap { category in
                finding(pair, metric, category, clusters.filter { $0.category == category })
            }
    }

    private func finding(
        _ pair: RunComparison.Pair, _ metric: String, _ category: String?, _ clusters: [PairedScores.Cluster]
    ) -> PairedFinding? {
        let differences = clusters.map(\.differences)
        let pairs = clusters.flatMap(\.pairs)
        guard let outcome = test.outcome(ofDifferences: differences) else { return nil }
        return PairedFinding(
            metric: metric, variant: pair.variant, baseline: pair.baseline, category: category,
            mean: pairs.reduce(0) { $0 + $1.value } / Double(pairs.count),
            baselineMean: pairs.reduce(0) { $0 + $1.baseline } / Double(pairs.count),
            difference: outcome.difference, interval: bootstrap.interval(ofMean: differences),
            effect: EffectSize(ofDifferences: differences), pairs: outcome.pairs, samples: outcome.clusters,
            method: outcome.isExact ? .permutation : .drawnPermutation, pValue: outcome.pValue,
            adjustedPValue: outcome.pValue)
    }

    /// Only sets of the same samples, seeds and reference have blocks that belong together.
    private func finding(
        _ pair: RunComparison.Pair, _ metric: String, _ value: ReportContent.SetValue,
        _ other: ReportContent.SetValue
    ) -> PairedFinding? {
        guard let pairing = value.pairing, pairing == other.pairing,
            value.blocks.count == other.blocks.count,
            let found = PairedJackknife(Array(zip(value.blocks, other.blocks)).map { ($0, $1) })
        else { return nil }
        let reach = StudentT.quantile(
            tail: (1 - bootstrap.level) / 2, degreesOfFreedom: found.degreesOfFreedom)
        return PairedFinding(
            metric: metric, variant: pair.variant, baseline: pair.baseline, category: nil,
            mean: value.value, baselineMean: other.value, difference: found.difference,
            interval: Interval(
                lower: found.difference - reach * found.standardError,
                upper: found.difference + reach * found.standardError, level: bootstrap.level),
            effect: nil, pairs: found.blocks, samples: nil, method: .jackknife, pValue: found.pValue,
            adjustedPValue: found.pValue)
    }
}
