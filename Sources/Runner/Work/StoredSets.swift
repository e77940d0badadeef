import Checkpoints
import Foundation
import Metrics
import Store

/// The sets behind a run's metrics of sets as the store alone knows them: neither weights nor videos are read.
struct StoredSets {
    private let builder: ReportBuilder
    private let members: SetMembers
    private let provider: any FeatureProvider

    /// - Parameter features: says which features are of frames; nil for the program's own.
    init(_ builder: ReportBuilder, features: (any FeatureProvider)? = nil) {
        self.builder = builder
        let prompts = Dictionary(
            builder.samples.map { ($0.name, $0.prompt) }, uniquingKeysWith: { first, _ in first })
        members = SetMembers(units: builder.units, scores: builder.scores) { unit in
            prompts[unit.sample].flatMap(\.self)
        }
        // Only asked what its features are of; no weights are looked for.
        provider =
            features
            ?? NetworkFeatures(
                WeightChoice(builder.plan.weights),
                locator: WeightLocator(environment: [:], home: URL(fileURLWithPath: NSTemporaryDirectory())))
    }

    /// The videos of a row that add to a metric; none where it has no value for any of them.
    func set(of variant: Int, _ metric: any SetMetric) throws -> StoredFeatureSet {
        try set(
            builder.plan.variants[variant].label, members.members(of: variant, metric.descriptor.id), metric)
    }

    /// A set of other videos with the features that a metric reads.
    func set(_ name: String, _ members: [StoredFeatureSet.Member], _ metric: any SetMetric) throws
        -> StoredFeatureSet
    {
        StoredFeatureSet(
            name: name, members: members, store: builder.store, extractors: try extractors(metric.descriptor),
            provider: provider)
    }

    /// The metric as the plan has it, if this program computes the same; nil otherwise.
    func planned(_ metric: any SetMetric) -> PlannedMetric? {
        builder.plan.metrics.first {
            $0.id == metric.descriptor.id && $0.version == metric.descriptor.version && $0.unavailable == nil
        }
    }

    private func extractors(_ descriptor: MetricDescriptor) throws -> [FeatureKey: ExtractorRecord] {
        let components = builder.plan.metrics.first { $0.id == descriptor.id }?.components ?? []
        var found: [FeatureKey: ExtractorRecord] = [:]
        for key in Set(descriptor.allFeatures) {
            found[key] = try ExtractorRecord(
                key, component: components.first { $0.extractor == key.extractor },
                arithmetic: builder.plan.arithmetic)
        }
        return found
    }
}
