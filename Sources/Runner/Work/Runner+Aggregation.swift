import Benchmarks
import Metrics
import Store

extension Runner {
    /// Writes the mean over videos of every metric, for all videos and for every category, and the values of the
    /// metrics of sets.
    func aggregate(run: Int64) throws {
        let units = try store.units(run: run)
        let scores = try store.scores(run: run)
        let categories = Dictionary(
            uniqueKeysWithValues: resolved.members.map { ($0.sample.id, $0.sample.category) })
        var results: [SetScore] = []
        for variant in resolved.plan.variants.indices {
            for metric in resolved.plan.metrics where metric.describesSets != true {
                var values: [(category: String, value: Double)] = []
                for unit in units where unit.variant == variant {
                    let score = scores[unit.video]?.first { $0.metric == metric.id }
                    if let value = score?.value { values.append((categories[unit.sample] ?? "", value)) }
                }
                results += Self.means(values, variant: variant, metric: metric.id)
            }
        }
        let sets = try SetEvaluation(self, run: run, units: units, scores: scores).evaluate()
        try store.save(results + sets.values, failures: sets.failures, run: run)
    }

    /// Sums run in the order of the units, so the means do not depend on who computed what when.
    private static func means(
        _ values: [(category: String, value: Double)], variant: Int, metric: String
    ) -> [SetScore] {
        let groups = [""] + Set(values.map(\.category)).subtracting([""]).sorted()
        return groups.compactMap { group in
            let members = values.filter { group.isEmpty || $0.category == group }.map(\.value)
            guard !members.isEmpty else { return nil }
            let count = Double(members.count)
            let mean = members.reduce(0, +) / count
            let squares = members.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return SetScore(
                variant: variant, metric: metric, category: group, count: members.count, value: mean,
                standardError: members.count > 1 ? (squares / (count - 1) / count).squareRoot() : nil)
        }
    }

    /// Counts what is there and what is not, of this process's part.
    func outcome(run: Int64) throws -> RunOutcome {
        let units = try ownUnits(run: run)
        let scores = try store.scores(run: run)
        var outcome = RunOutcome(run: run, planHash: try resolved.plan.hash)
        outcome.videos = units.count
        outcome.finishedVideos = units.count { $0.status == .finished }
        outcome.failedVideos = units.count { $0.status == .failed }
        outcome.scores = units.count * resolved.metrics.count
        let available = Set(resolved.metrics.map(\.descriptor.id))
        for unit in units {
            for score in scores[unit.video] ?? [] where available.contains(score.metric) {
                switch score.status {
                case .finished: outcome.finishedScores += 1
                case .failed: outcome.failedScores += 1
                case .skipped: outcome.skippedScores += 1
                }
            }
        }
        outcome.failedSets = try store.setFailures(run: run).count { !$0.isOmission }
        outcome.failedReferences = failedReferences
        outcome.unavailableMetrics = resolved.plan.metrics.filter { $0.unavailable != nil }.map(\.id)
        outcome.work = work
        outcome.work.forwards = resolved.features.forwardCounts
        return outcome
    }
}
