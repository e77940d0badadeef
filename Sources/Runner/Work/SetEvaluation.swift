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
        /// The videos of the reference that belong to no row, so that the value can be computed again from the store.
        var reference: [ReferenceMember]?
    }

    /// A reference video as far as its features in the store are found by it.
    struct ReferenceMember: Codable, Hashable {
        /// SHA-256 of what was seen of the file.
        var content: String
        var outline: ClipOutline

        var member: StoredFeatureSet.Member { .init(content: content, outline: outline) }
    }

    private let runner: Runner
    private let members: SetMembers
    private let known: [SetScore]

    init(_ runner: Runner, run: Int64, units: [RunUnit], scores: [Int64: [ScoreRecord]]) throws {
        self.runner = runner
        members = SetMembers(units: units, scores: scores) { runner.member($0).sample.prompt }
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
        let videos = set(
            resolved.plan.variants[variant].label, members.members(of: variant, descriptor.id))
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
            details: try CanonicalJSON.text(
                Details(inputs: inputs, value: value, pairing: pairing, reference: kept(real))))
    }

    private func pairing(_ variant: Int, _ metric: any SetMetric, _ reference: StoredFeatureSet?) -> String {
        let members = members.units(of: variant, metric.descriptor.id).map { "\($0.sample) \($0.seed)" }
        let other = reference?.contentHash ?? resolved.plan.reference?.hash ?? ""
        return SHA256.hex(of: (members + [other]).joined(separator: "\n").utf8)
    }

    private func referenceSet(_ videos: StoredFeatureSet?) -> ReferenceSet? {
        if case .statistics(_, let statistics) = resolved.reference { return .statistics(statistics) }
        return videos.map { .videos($0) }
    }

    /// The reference videos, where no row of the run has them.
    private func kept(_ reference: StoredFeatureSet?) -> [ReferenceMember]? {
        guard case .videos = resolved.reference else { return nil }
        return reference?.members.map { ReferenceMember(content: $0.content, outline: $0.outline) }
    }

    private func inputs(
        _ metric: any SetMetric, _ videos: StoredFeatureSet, _ reference: StoredFeatureSet?
    ) throws -> String {
        try Self.inputs(
            runner.planned(metric), arithmetic: resolved.plan.arithmetic, videos: videos.contentHash,
            reference: reference?.contentHash ?? resolved.plan.reference?.hash ?? "")
    }

    /// Hash over everything that a value is computed from.
    static func inputs(
        _ metric: PlannedMetric, arithmetic: String, videos: String, reference: String
    ) throws -> String {
        let record = try metric.record(arithmetic: arithmetic)
        let parts = [record.metric, "\(record.version)", record.weights, videos, reference, format]
        return SHA256.hex(of: parts.joined(separator: "\n").utf8)
    }

    /// Raised when more is kept of a value, so that older ones are computed again.
    private static let format = "with curves and reference videos"

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
    /// The reference videos with features; nil without a reference set or where it is a file of statistics.
    private func referenceMembers(_ metric: any SetMetric) throws -> [StoredFeatureSet.Member]? {
        switch resolved.reference {
        case .none, .statistics: nil
        case .variant(let variant): members.members(of: variant, metric.descriptor.id)
        case .videos:
            runner.referenceVideos.filter { video in
                metric.descriptor.features.allSatisfy {
                    !resolved.features.describesFrames($0) || video.keys.contains($0)
                }
            }.map(\.member)
        }
    }
}
