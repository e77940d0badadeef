import Metrics
import Benchmarks
import Checkpoints
import Foundation
import Generators
import Reports
import Store

/// Fills a report from what the store holds of a run.
public struct ReportBuilder {
    let store: Store
    let record: RunRecord
    let plan: RunPlan
    let machine: MachineDescription
    let samples: [SampleRecord]
    let units: [RunUnit]
    let scores: [Int64: [ScoreRecord]]
    private let records: [String: MetricRecord]
    /// By sample.
    private let categories: [String: String]

    /// - Throws: `StoreError.noSuchRun`, `RunnerError.damagedPlan`.
    public init(store: Store, run: Int64) throws {
        self.store = store
        record = try store.run(run)
        do {
            plan = try CanonicalJSON.value(RunPlan.self, record.plan)
            machine = try CanonicalJSON.value(MachineDescription.self, record.machine)
        } catch {
            throw RunnerError.damagedPlan(run: run, found: String(describing: error))
        }
        samples = try store.samples(run: run)
        categories = Dictionary(samples.map { ($0.name, $0.category) }) { first, _ in first }
        units = try store.units(run: run)
        scores = try store.scores(run: run)
        records = Dictionary(
            try store.metrics(run: run).map { ($0.metric, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Parameters:
    ///   - pictures: image files that lie beside the report.
    ///   - withPublished: whether every published table with a metric of the run stands beside its numbers.
    public func content(pictures: [ReportContent.Picture] = [], withPublished: Bool = false) throws
        -> ReportContent
    {
        let timings = try store.timings(run: record.id)
        return ReportContent(
            title: plan.suite.title, suite: suite, variants: plan.variants.map(variant),
            metrics: plan.metrics.map(metric), scores: units.flatMap(scores(of:)),
            setValues: try setValues(), setGaps: try setGaps(), reference: plan.reference?.title,
            curves: units.flatMap(curves(of:)), costs: costs(timings), scoringStages: scoring(timings),
            published: published(all: withPublished), pictures: pictures, failures: failures,
            provenance: provenance)
    }

    private var suite: ReportContent.Suite {
        var names: [String] = []
        for sample in samples where !names.contains(sample.category) { names.append(sample.category) }
        let settings = plan.suite.settings
        return ReportContent.Suite(
            id: plan.suite.id, version: plan.suite.version, title: plan.suite.title,
            categories: names.map { name in
                ReportContent.Category(name: name, samples: samples.count { $0.category == name })
            },
            protocolSettings: isGenerating
                ? [
                    .init("frames", "\(settings.frames)"),
                    .init("size", "\(settings.width)×\(settings.height)"),
                    .init("frames per second", String(format: "%g", settings.framesPerSecond)),
                    .init("video files", plan.encoding), .init("arithmetic", plan.arithmetic),
                ] : [.init("arithmetic", plan.arithmetic)],
            reading: plan.suite.reading, ablationNote: plan.suite.ablationNote)
    }

    var isGenerating: Bool { plan.variants.contains { $0.kind == .generated } }

    private func variant(_ variant: PlannedVariant) -> ReportContent.Variant {
        ReportContent.Variant(
            id: variant.label, title: variant.label,
            toggles: variant.toggles.map {
                ReportContent.Toggles(
                    frameInit: $0.frameInit, temporalConditioning: $0.temporalConditioning,
                    spatialConditioning: $0.spatialConditioning)
            }, seeds: variant.indices ?? (variant.kind == .generated ? plan.seeds : []),
            weights: ReportContent.WeightClass(rawValue: variant.provenance),
            gridPoint: variant.gridPoint.map { .init(steps: $0.steps, stopFrequency: $0.stopFrequency) },
            protocols: protocols(variant), isReal: variant.kind == .reference ? true : nil)
    }

    /// Under which names videos may be compared. Made ones meet a named protocol where they have its form.
    private func protocols(_ variant: PlannedVariant) -> [String]? {
        let native = ReportContent.Variant.nativeProtocol
        switch variant.kind {
        case .reference: return nil
        case .imported:
            let named = variant.generator.settings[PlannedVariant.protocolSetting] ?? native
            return named == native ? nil : [named]
        case .generated:
            let form = plan.suite.settings
            let met = ComparisonProtocol.all.filter { rule in
                (rule.width, rule.height, rule.frames) == (form.width, form.height, form.frames)
                    && rule.framesPerSecond == form.framesPerSecond
            }.map(\.id)
            return met.isEmpty ? nil : [native] + met
        }
    }

    private func metric(_ metric: PlannedMetric) -> ReportContent.Metric {
        ReportContent.Metric(
            id: metric.id, version: metric.version, title: metric.title, unit: metric.unit,
            direction: ReportContent.Direction(rawValue: metric.direction.rawValue) ?? .neither,
            scale: metric.displayScale, decimals: metric.decimals, source: metric.source,
            weights: metric.provenance.flatMap { ReportContent.WeightClass(rawValue: $0.rawValue) },
            range: metric.range.map { Self.range($0) }, card: metric.card, isRate: metric.isRate,
            identity: records[metric.id].flatMap { $0.weights.isEmpty ? nil : $0.weights },
            unavailable: metric.unavailable.map {
                ReportContent.Unavailability(reason: $0.reason, remedy: $0.remedy)
            })
    }
}

extension ReportBuilder {
    /// Ends that no value comes near are as good as open.
    private static func range(_ ends: [Double]) -> ReportContent.ValueRange {
        func closed(_ end: Double?) -> Double? { end.flatMap { abs($0) < 1e4 ? $0 : nil } }
        return ReportContent.ValueRange(lower: closed(ends.first), upper: closed(ends.last))
    }

    /// The first seed of a variant's videos.
    func seed(of variant: Int) -> Int { Int(plan.seeds(of: plan.variants[variant]).first ?? 0) }

    func key(_ unit: RunUnit) -> ReportContent.VideoKey {
        let variant = plan.variants[unit.variant]
        return ReportContent.VideoKey(
            sample: unit.sample, category: categories[unit.sample] ?? "",
            variant: variant.label, seed: seed(unit))
    }

    /// The seed or number of a video; nil for one that came finished and alone.
    func seed(_ unit: RunUnit) -> UInt64? {
        let variant = plan.variants[unit.variant]
        return variant.kind == .generated || variant.indices != nil ? UInt64(unit.seed) : nil
    }

    private func scores(of unit: RunUnit) -> [ReportContent.Score] {
        let key = key(unit)
        return plan.metrics.compactMap { metric in
            if let unavailable = metric.unavailable {
                return .init(video: key, metric: metric.id, status: .unavailable, reason: unavailable.reason)
            }
            guard let score = scores[unit.video]?.first(where: { $0.metric == metric.id }) else {
                let reason = unit.reason ?? "the run ended before this value was computed"
                return .init(video: key, metric: metric.id, status: .failed, reason: reason)
            }
            switch score.status {
            case .finished where metric.describesSets == true: return nil
            case .finished:
                return .init(
                    video: key, metric: metric.id, value: score.value, terms: Self.terms(score, metric))
            case .failed: return .init(video: key, metric: metric.id, status: .failed, reason: score.reason)
            case .skipped: return .init(video: key, metric: metric.id, status: .skipped, reason: score.reason)
            }
        }
    }

    /// Terms behind a value; a rate without parts has one trial.
    private static func terms(_ score: ScoreRecord, _ metric: PlannedMetric) -> Int? {
        guard let part = metric.terms else { return metric.isRate == true ? 1 : nil }
        return score.parts[part]?.count
    }

    private func setValues() throws -> [ReportContent.SetValue] {
        try store.setScores(run: record.id).compactMap { score in
            guard let text = score.details else { return nil }
            let details = try CanonicalJSON.value(SetEvaluation.Details.self, text)
            let value = details.value
            return ReportContent.SetValue(
                variant: plan.variants[score.variant].label, metric: score.metric, value: value.value,
                videos: value.videos, vectors: value.vectors, referenceVideos: value.referenceVideos,
                referenceVectors: value.referenceVectors, standardError: value.standardError,
                biasCorrected: value.biasCorrected, limit: value.limit, limitError: value.limitError,
                slope: value.slope,
                points: value.points.map { .init(count: $0.count, value: $0.value, spread: $0.spread) },
                warnings: value.warnings, blocks: value.blocks ?? [], pairing: details.pairing)
        }
    }

    private func setGaps() throws -> [ReportContent.SetGap] {
        try store.setFailures(run: record.id).map {
            ReportContent.SetGap(
                variant: plan.variants[$0.variant].label, metric: $0.metric, isFailure: !$0.isOmission,
                reason: $0.reason)
        }
    }

    private var failures: [ReportContent.Failure] {
        units.flatMap { unit -> [ReportContent.Failure] in
            let key = key(unit)
            if unit.status == .failed {
                let stage = plan.variants[unit.variant].kind == .imported ? "decode" : "generate"
                return [.init(video: key, stage: stage, reason: unit.reason ?? "")]
            }
            return (scores[unit.video] ?? []).filter { $0.status == .failed }
                .map { .init(video: key, stage: $0.metric, reason: $0.reason ?? "") }
        }
    }

    /// Curves along the video; metrics of one family, such as `isim_…`, share one.
    private func curves(of unit: RunUnit) -> [ReportContent.Curve] {
        var found: [ReportContent.Curve] = []
        for metric in plan.metrics {
            let id = String(metric.id.prefix { $0 != "@" && $0 != "_" })
            guard !found.contains(where: { $0.id == id }),
                let score = scores[unit.video]?.first(where: { $0.metric == metric.id }),
                let values = score.parts[Self.curvePart], !values.isEmpty
            else { continue }
            found.append(
                .init(
                    video: key(unit), id: id, title: "\(id.uppercased()) along the video",
                    axisTitle: "Cosine similarity", values: values,
                    weights: metric.provenance.flatMap { .init(rawValue: $0.rawValue) }))
        }
        return found
    }

    /// Name of the part of a score that holds one value for every frame.
    static let curvePart = "similarity"
}

extension ReportBuilder {
    private var provenance: ReportContent.Provenance {
        ReportContent.Provenance(
            weights: weights, deviations: deviations, codeVersion: "i2vbench \(record.codeVersion)",
            machine: machine.description, seeds: isGenerating ? plan.seeds : [],
            date: record.finished ?? record.started, command: plan.command, run: String(record.id))
    }

    private var weights: [ReportContent.Weights] {
        var found: [ReportContent.Weights] = []
        func add(_ component: String, _ weights: WeightIdentity) {
            let entry = ReportContent.Weights(
                component: component,
                weightClass: ReportContent.WeightClass(rawValue: weights.provenance.rawValue) ?? .custom,
                name: weights.name, sha256: weights.sha256)
            if !found.contains(entry) { found.append(entry) }
        }
        for variant in plan.variants {
            for weights in variant.generator.weights { add(variant.generator.id, weights) }
        }
        for metric in plan.metrics {
            for component in metric.components { add(component.extractor, component.weights) }
        }
        return found
    }
}
