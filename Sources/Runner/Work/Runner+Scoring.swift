import Benchmarks
import Foundation
import Media
import Metrics
import Store

extension Runner {
    /// Scores the videos whose values the store lacks.
    func score(run: Int64) throws {
        let (missing, total) = try missingScores(run: run)
        guard !missing.isEmpty else { return }
        try share(
            .score, missing, done: total - missing.count, total: total,
            isMissing: { try self.canBeScored($0) && self.isMissingScores($0) }
        ) { unit in
            try score(unit)
        }
    }

    /// The videos without a value, of how many. Those with all of them are not kept in memory while others are scored.
    private func missingScores(run: Int64) throws -> (missing: [RunUnit], total: Int) {
        let units = try ownUnits(run: run).filter(canBeScored)
        return (try units.filter { try isMissingScores($0) }, units.count)
    }

    /// Finished files of others are read here for the first time; made ones must have been made.
    private func canBeScored(_ unit: RunUnit) -> Bool {
        unit.status == .finished || resolved.plan.variants[unit.variant].kind == .imported
    }

    private func isMissingScores(_ unit: RunUnit) throws -> Bool {
        guard unit.status == .finished else { return true }
        return try !missingMetrics(unit).isEmpty
    }

    /// The metrics without a value for this video; a failed one is tried again.
    private func missingMetrics(_ unit: RunUnit) throws -> [any Metric] {
        let settled = Set(
            try store.scores(video: unit.video).filter { $0.status != .failed }
                .map { "\($0.metric) \($0.version) \($0.weights)" })
        let isPruned = unit.file.map { prunedContents.contains($0.sha256) } ?? false
        return try resolved.metrics.filter { metric in
            if isPruned, metric is any SetMetric { return true }
            let record = try planned(metric).record(arithmetic: resolved.plan.arithmetic)
            return !settled.contains("\(record.metric) \(record.version) \(record.weights)")
        }
    }

    func planned(_ metric: any Metric) -> PlannedMetric {
        guard let found = resolved.plan.metrics.first(where: { $0.id == metric.descriptor.id }) else {
            preconditionFailure("the plan lists every metric, found \(metric.descriptor.id)")
        }
        return found
    }

    private func path(of unit: RunUnit, _ sample: Sample) throws -> String {
        switch resolved.producers[unit.variant] {
        case .files: sample.video ?? ""
        case .system(let videos): try videos.path(sample: sample.id, index: UInt64(unit.seed))
        case .generator, .reference: unit.file.map { store.absolute($0.path) } ?? ""
        }
    }

    private func score(_ unit: RunUnit) throws {
        let metrics = try missingMetrics(unit)
        let member = member(unit)
        do {
            try renewClaims()
            let path = try path(of: unit, member.sample)
            let scorer = ClipScorer(
                resolved: resolved, store: store, environment: environment, member: member, path: path,
                isImported: resolved.scoresSamples(unit.variant))
            let result = try scorer.score(metrics, recorded: unit.file)
            try store.finish(scoring: unit.video, result.scored, owner: environment.owner)
            work.scored += result.scored.scores.count
            work.decoded += result.decoded ? 1 : 0
            for score in result.scored.scores where score.status == .failed {
                observer.note("failed: \(score.metric) of \(describe(unit)): \(score.reason ?? "")")
            }
        } catch let error where Self.isSampleFailure(error) {
            let reason = Self.reason(error)
            try store.fail(video: unit.video, reason: reason, owner: environment.owner)
            observer.note("failed: \(describe(unit)): \(reason)")
        }
    }
}
