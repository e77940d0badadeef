import Foundation
import Metrics
import Store

/// Computes the value of a metric of sets once more, from the features that the store holds.
///
/// Neither weights nor videos are read, and nothing is written. What is computed from is first shown to be what the
/// stored value was computed from, by its hash.
struct SetRecomputation {
    /// What became of it.
    enum Outcome: Sendable, Equatable {
        /// The value, and what it was computed from in words.
        case value(Double, source: String)
        /// Why there is none.
        case impossible(String)
    }

    private let builder: ReportBuilder
    private let metrics: [any SetMetric]
    private let sets: StoredSets

    /// - Parameters:
    ///   - metrics: those that this program computes.
    ///   - features: says which features are of frames; nil for the program's own.
    init(
        _ builder: ReportBuilder, metrics: [any SetMetric] = MetricRegistry.sets,
        features: (any FeatureProvider)? = nil
    ) {
        (self.builder, self.metrics) = (builder, metrics)
        sets = StoredSets(builder, features: features)
    }

    /// The set that a value is compared with.
    private enum Reference {
        case none
        case videos(StoredFeatureSet)
        case statistics([ReferenceStatistics], hash: String)

        var hash: String {
            switch self {
            case .none: ""
            case .videos(let set): set.contentHash
            case .statistics(_, let hash): hash
            }
        }

        var words: String {
            switch self {
            case .none: ""
            case .videos(let set): " and \(set.count) reference videos"
            case .statistics: " and the reference statistics"
            }
        }
    }

    /// Why something cannot be had.
    private struct Obstacle: Error { var text: String }

    /// - Throws: `StoreError`, `StatisticsError`, `MetricError`.
    func outcome(of id: String, variant: Int) throws -> Outcome {
        do {
            return try value(of: id, variant: variant)
        } catch let obstacle as Obstacle {
            return .impossible(obstacle.text)
        }
    }

    private func value(of id: String, variant: Int) throws -> Outcome {
        guard let metric = metrics.first(where: { $0.descriptor.id == id }),
            let planned = sets.planned(metric)
        else { throw Obstacle(text: "this version of the program computes \(id) in another way") }
        let stored = try builder.store.setScores(run: builder.record.id)
            .first { $0.variant == variant && $0.metric == id && $0.category.isEmpty }
        guard let text = stored?.details else { throw Obstacle(text: "the run has no value of it") }
        let details = try CanonicalJSON.value(SetEvaluation.Details.self, text)
        let videos = try sets.set(of: variant, metric)
        let reference = try reference(metric, details)
        try requireFeatures(of: videos, metric)
        if case .videos(let real) = reference { try requireFeatures(of: real, metric) }
        let inputs = try SetEvaluation.inputs(
            planned, arithmetic: builder.plan.arithmetic, videos: videos.contentHash,
            reference: reference.hash)
        guard inputs == details.inputs else {
            throw Obstacle(
                text:
                    "the run's videos or reference are others than the value was computed from; carry out the "
                    + "plan again")
        }
        let source = "from the cached features of \(videos.count) videos\(reference.words)"
        return .value(try evaluate(metric, videos, reference), source: source)
    }

    private func evaluate(_ metric: any SetMetric, _ videos: StoredFeatureSet, _ reference: Reference) throws
        -> Double
    {
        switch reference {
        case .none: try metric.evaluate(videos, against: nil).value
        case .videos(let real): try metric.evaluate(videos, against: .videos(real)).value
        case .statistics(let found, _): try metric.evaluate(videos, against: .statistics(found)).value
        }
    }

    private func requireFeatures(of set: StoredFeatureSet, _ metric: any SetMetric) throws {
        let lacking = try set.lacking(metric.descriptor.features).count
        guard lacking == 0 else {
            throw Obstacle(
                text:
                    "the features of \(lacking) of \(set.count) videos (\(set.name)) were pruned from the store; "
                    + "`i2vbench reproduce` computes them and the value again")
        }
    }

    private func reference(_ metric: any SetMetric, _ details: SetEvaluation.Details) throws -> Reference {
        guard metric.descriptor.inputs.contains(.referenceSet), let planned = builder.plan.reference else {
            return .none
        }
        switch planned.kind {
        case .realClips:
            guard let row = builder.plan.variants.firstIndex(where: { $0.kind == .reference }) else {
                throw Obstacle(text: "the run has no row of real clips")
            }
            return .videos(
                try sets.set("reference videos", sets.set(of: row, metric).members, metric))
        case .videos:
            guard let members = details.reference else {
                throw Obstacle(text: "the run did not note which reference videos took part")
            }
            return .videos(try sets.set("reference videos", members.map(\.member), metric))
        case .statistics:
            return .statistics(try statistics(planned), hash: planned.hash)
        }
    }

    /// The files, if they are still those that the run read.
    private func statistics(_ planned: PlannedReference) throws -> [ReferenceStatistics] {
        let files = planned.files ?? []
        guard !files.isEmpty else {
            throw Obstacle(text: "the run did not note where \(planned.title) lies")
        }
        guard files.allSatisfy(FileManager.default.fileExists),
            try PlanResolver.hash(ofFiles: files) == planned.hash
        else { throw Obstacle(text: "\(files.joined(separator: ", ")) is gone or has changed") }
        return try files.flatMap(ReferenceStatistics.read)
    }
}
