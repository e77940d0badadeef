import Benchmarks
import Foundation
import Hashing
import Metrics
import Store

/// The values of a run's metrics of sets, from the features in the store.
///
/// A value whose inputs are the same as last time is not computed again.
struct SetEvaluation {
    /// What is stored beside a value.
    struct Details: Codable {
        /// Hash over everything that the value was computed from.
        var inputs: String
        var value: SetValue
        /// Hash over the samples and seeds of the set and over its reference: values of sets that agree in it can be
        /// compared pair by pair.
        var pairing: String?
    }

    private let runner: Runner
    private let units: [RunUnit]
    private let scores: [Int64: [ScoreRecord]]
    private let known: [SetScore]

    init(_ runner: Runner, run: Int64, units: [RunUnit], scores: [Int64: [ScoreRecord]]) throws {
        (self.runner, self.units, self.scores) = (runner, units, scores)
        known = try runner.store.setScores(run: run)
    }

    private var resolved: ResolvedPlan { runner.resolved }
    private var metrics: [any SetMetric] { resolved.metrics.compactMap { $0 as? any SetMetric } }

    func evaluate() throws -> (values: [SetScore], failures: [SetFailure]) {
        guard !metrics.isEmpty else { return ([], []) }
        var values: [SetScore] = []
        var failures: [SetFailure] = []
        let total = metrics.count * resolved.plan.variants.count
        runner.observer.begin(.sets, total: total, done: 0)
        defer { runner.observer.end(.sets) }
        for metric in metrics {
            let reference = try referenceMembers(metric)
            for variant in resolved.plan.variants.indices where !isReference(variant, of: metric) {
                try runner.interruption.check()
                do {
                    values.append(try value(of: metric, variant: variant, reference: reference))
                } catch let error where Runner.isSampleFailure(error) {
                    let isOmission = (error as? MetricError)?.isOmission ?? false
                    failures.append(
                        SetFailure(
                            variant: variant, metric: metric.descriptor.id, isOmission: isOmission,
                            reason: Runner.reason(error)))
                }
                runner.observer.advance(.sets, done: values.count + failures.count)
            }
        }
        return (values, failures)
    }

    /// Whether the row would be compared with itself.
    private func isReference(_ variant: Int, of metric: any SetMetric) -> Bool {
        guard case .variant(variant) = resolved.reference else { return false }
        return metric.descriptor.inputs.contains(.referenceSet)
    }

    private func value(
        of metric: any SetMetric, variant: Int, reference: [StoredFeatureSet.Member]?
    ) throws -> SetScore {
        let descriptor = metric.descriptor
        let extractors = try resolved.extractors([descriptor])
        func set(_ name: String, _ members: [StoredFeatureSet.Member]) -> StoredFeatureSet {
            StoredFeatureSet(
                name: name, members: members, store: runner.store, extractors: extractors,
                provider: resolved.features)
        }
        let videos = set(resolved.plan.variants[variant].label, members(of: variant, metric))
        let needsReference = descriptor.inputs.contains(.referenceSet)
        let real = needsReference ? reference.map { set("reference videos", $0) } : nil
        let pairing = pairing(variant, metric, real)
        let inputs = try inputs(metric, videos, real)
        if let stored = stored(descriptor.id, variant: variant, inputs: inputs) { return stored }
        let lacking = try [videos, real].compactMap { try $0?.lacking(descriptor.features) }.joined()
        guard lacking.isEmpty else {
            runner.prunedContents.formUnion(lacking.map(\.content))
            throw MetricError.missingFeature(sample: videos.name, key: descriptor.features[0])
        }
        let value = try metric.evaluate(videos, against: needsReference ? referenceSet(real) : nil)
        guard value.value.isFinite, descriptor.range.contains(value.value) else {
            throw MetricError.outOfRange(
                sample: videos.name, metric: descriptor.id, value: value.value, range: descriptor.range)
        }
        return SetScore(
            variant: variant, metric: descriptor.id, category: "", count: max(1, value.videos),
            referenceCount: value.referenceVideos, value: value.value, standardError: value.standardError,
            biasCorrected: value.biasCorrected,
            details: try CanonicalJSON.text(Details(inputs: inputs, value: value, pairing: pairing)))
    }

    private func pairing(_ variant: Int, _ metric: any SetMetric, _ reference: StoredFeatureSet?) -> String {
        let members = contributors(to: variant, metric).map { "\($0.sample) \($0.seed)" }
        let other = reference?.contentHash ?? resolved.plan.reference?.hash ?? ""
        return SHA256.hex(of: (members + [other]).joined(separator: "\n").utf8)
    }

    private func referenceSet(_ videos: StoredFeatureSet?) -> ReferenceSet? {
        if case .statistics(_, let statistics) = resolved.reference { return .statistics(statistics) }
        return videos.map { .videos($0) }
    }

    private func inputs(
        _ metric: any SetMetric, _ videos: StoredFeatureSet, _ reference: StoredFeatureSet?
    ) throws -> String {
        let record = try runner.planned(metric).record(arithmetic: resolved.plan.arithmetic)
        let parts = [
            record.metric, "\(record.version)", record.weights, videos.contentHash,
            reference?.contentHash ?? resolved.plan.reference?.hash ?? "", Self.format,
        ]
        return SHA256.hex(of: parts.joined(separator: "\n").utf8)
    }

    /// Raised when more is kept of a value, so that older ones are computed again.
    private static let format = "with curves"

    private func stored(_ metric: String, variant: Int, inputs: String) -> SetScore? {
        known.first { score in
            guard score.metric == metric, score.variant == variant, let text = score.details,
                let details = try? CanonicalJSON.value(Details.self, text)
            else { return false }
            return details.inputs == inputs
        }
    }
}

extension SetEvaluation {
    /// The videos of a variant that add to the set, in the order of the plan.
    private func members(of variant: Int, _ metric: any SetMetric) -> [StoredFeatureSet.Member] {
        contributors(to: variant, metric).compactMap { unit in
            unit.file.map {
                StoredFeatureSet.Member(
                    content: $0.sha256, outline: ClipOutline($0), prompt: runner.member(unit).sample.prompt)
            }
        }
    }

    private func contributors(to variant: Int, _ metric: any SetMetric) -> [RunUnit] {
        units.filter { unit in
            unit.variant == variant && unit.file != nil
                && scores[unit.video]?.contains {
                    $0.metric == metric.descriptor.id && $0.status == .finished
                } == true
        }
    }

    /// The reference videos with features; nil without a reference set or where it is a file of statistics.
    private func referenceMembers(_ metric: any SetMetric) throws -> [StoredFeatureSet.Member]? {
        switch resolved.reference {
        case .none, .statistics: nil
        case .variant(let variant): members(of: variant, metric)
        case .videos:
            runner.referenceVideos.filter { video in
                metric.descriptor.features.allSatisfy {
                    !resolved.features.describesFrames($0) || video.keys.contains($0)
                }
            }.map(\.member)
        }
    }
}
