import Checkpoints
import Foundation
import Generators
import Metrics
import Reports
import Statistics
import Store

/// Walks numbers of a run back to where they come from.
public struct CellExplainer {
    private let builder: ReportBuilder
    private let report: Report
    private let sets: SetRecomputation

    /// - Throws: `StoreError.noSuchRun`, `RunnerError.damagedPlan`.
    public init(store: Store, run: Int64) throws {
        try self.init(store: store, run: run, sets: MetricRegistry.sets, features: nil)
    }

    /// - Parameters:
    ///   - sets: the metrics of sets that can be computed again.
    ///   - features: says which features are of frames; nil for the program's own.
    package init(store: Store, run: Int64, sets: [any SetMetric], features: (any FeatureProvider)?) throws {
        builder = try ReportBuilder(store: store, run: run)
        report = try Report(try builder.content())
        self.sets = SetRecomputation(builder, metrics: sets, features: features)
    }

    /// What a number in a report is: our own with everything behind it, or a paper's with its source.
    public enum Answer: Sendable {
        case measured(CellExplanation)
        case published(PublishedCell)
    }

    /// - Parameter checksFiles: whether the videos' files are read and their hashes compared with the store's.
    ///
    /// Throws: `RunnerError.unknown` for a cell that the report does not have.
    public func explain(_ address: CellAddress, checksFiles: Bool = false) throws -> Answer {
        switch try address.meaning(in: report.content) {
        case .published(let table, let row, let column):
            return .published(try PublishedCell(table: table, row: row, column: column))
        case .mean(let variant, let metric, let category):
            let videos = try videos(variant, metric, checksFiles) {
                category == nil || $0.category == category
            }
            let place = [variant, metric] + (category.map { [$0] } ?? [])
            let name = category == nil ? CellAddress.TableName.summary : .categories
            return .measured(
                try explanation(
                    variant, metric, address: "\(name.rawValue):\(place.joined(separator: "/"))",
                    category: category, videos))
        case .video(let variant, let metric, let sample, let seed):
            let videos = try videos(variant, metric, checksFiles) { $0.sample == sample && $0.seed == seed }
            let seedText = seed.map { "/\($0)" } ?? ""
            return .measured(
                try explanation(
                    variant, metric, address: "videos:\(variant)/\(metric)/\(sample)\(seedText)",
                    single: true,
                    videos))
        }
    }

    private func explanation(
        _ variant: String, _ metric: String, address: String, category: String? = nil, single: Bool = false,
        _ videos: [CellExplanation.Video]
    ) throws -> CellExplanation {
        guard let column = report.content.metrics.first(where: { $0.id == metric }) else {
            preconditionFailure("an address names metrics of its report")
        }
        let group = report.aggregates.group(variant: variant, metric: metric, category: category)
        let isSet = report.content.setValues.contains { $0.variant == variant && $0.metric == metric }
        let values = videos.compactMap(\.value)
        let value = single ? values.first : group?.summary.mean
        let again = single ? nil : try self.again(variant, metric, isSet: isSet && category == nil, values)
        let interval = single ? nil : group?.interval
        let ends = interval.map { ends in
            let text = [ends.lower, ends.upper].map {
                NumberFormat.fixed($0, decimals: column.decimals, scale: column.scale)
            }
            return ", interval [\(text.joined(separator: ", "))] at level \(ends.level)"
        }
        let rule =
            single
            ? "the metric of one video"
            : isSet
                ? "one value of the whole set of \(group?.summary.count ?? 0) videos"
                : "mean over \(values.count) of \(videos.count) videos, each weighing the same\(ends ?? "")"
        return CellExplanation(
            address: address, value: value,
            printed: Self.printed(value, column), rule: rule, recomputed: again?.value,
            recomputation: again?.text, agreement: Self.agreement(value, again?.value, column),
            metric: try self.metric(metric),
            generator: try generator(variant), suite: suite, code: code, videos: videos)
    }

    private static func printed(_ value: Double?, _ column: ReportContent.Metric) -> String {
        NumberFormat.fixed(value, decimals: column.decimals, scale: column.scale)
    }

    private static func agreement(_ value: Double?, _ again: Double?, _ column: ReportContent.Metric)
        -> CellExplanation.Agreement?
    {
        guard let value, let again else { return nil }
        if value == again { return .identical }
        return printed(value, column) == printed(again, column) ? .printed : .differs
    }

    /// A number computed once more, with what it is made from; or why there is none.
    private func again(_ variant: String, _ metric: String, isSet: Bool, _ values: [Double]) throws -> (
        value: Double?, text: String
    )? {
        guard isSet else {
            guard !values.isEmpty else { return nil }
            return (values.reduce(0, +) / Double(values.count), "from the values of the videos")
        }
        guard let row = builder.plan.variants.firstIndex(where: { $0.label == variant }) else {
            preconditionFailure("an address names rows of its plan")
        }
        switch try sets.outcome(of: metric, variant: row) {
        case .value(let value, let source): return (value, source)
        case .impossible(let reason): return (nil, "not possible: " + reason)
        }
    }
}

extension CellExplainer {
    private func videos(
        _ variant: String, _ metric: String, _ checksFiles: Bool,
        where takesPart: (ReportContent.VideoKey) -> Bool
    ) throws -> [CellExplanation.Video] {
        let scores = Dictionary(
            report.content.scores.filter { $0.metric == metric && $0.video.variant == variant }
                .map { ($0.video, $0) }, uniquingKeysWith: { first, _ in first })
        return builder.units.compactMap { unit in
            let key = builder.key(unit)
            guard key.variant == variant, takesPart(key) else { return nil }
            let score = scores[key]
            return CellExplanation.Video(
                sample: key.sample, category: key.category, seed: key.seed, value: score?.value,
                reason: score?.value == nil ? score?.reason ?? unit.reason : nil,
                path: unit.file.map { builder.store.absolute($0.path) }, sha256: unit.file?.sha256,
                file: checksFiles ? Self.state(unit, builder.store) : .unchecked)
        }
    }

    private static func state(_ unit: RunUnit, _ store: Store) -> CellExplanation.Video.File {
        guard let file = unit.file else { return .missing }
        let path = store.absolute(file.path)
        guard FileManager.default.fileExists(atPath: path), let hash = try? FileHash.of(path) else {
            return .missing
        }
        return hash == file.sha256 ? .unchanged : .changed
    }

    private func metric(_ id: String) throws -> CellExplanation.Metric {
        guard let metric = builder.plan.metrics.first(where: { $0.id == id }) else {
            preconditionFailure("an address names metrics of its plan")
        }
        let reference = metric.describesSets == true ? builder.plan.reference : nil
        return CellExplanation.Metric(
            id: metric.id, version: metric.version, title: metric.title, source: metric.source,
            card: metric.card,
            weights: metric.components.map {
                Self.weights($0.extractor, $0.weights, version: $0.version)
            }, reference: reference?.title,
            referenceHash: reference.flatMap { $0.hash.isEmpty ? nil : $0.hash })
    }

    private func generator(_ label: String) throws -> CellExplanation.Generator {
        guard let variant = builder.plan.variants.first(where: { $0.label == label }) else {
            preconditionFailure("an address names rows of its plan")
        }
        return CellExplanation.Generator(
            variant: label, kind: variant.kind.rawValue, id: variant.generator.id,
            version: variant.generator.version,
            hash: try variant.generatorHash(arithmetic: builder.plan.arithmetic),
            settings: variant.generator.settings,
            weights: variant.generator.weights.map { Self.weights(variant.generator.id, $0) })
    }

    private static func weights(_ network: String, _ weights: WeightIdentity, version: Int? = nil)
        -> CellExplanation.Weights
    {
        CellExplanation.Weights(
            network: network, version: version, provenance: weights.provenance.rawValue, name: weights.name,
            sha256: weights.sha256)
    }

    private var suite: CellExplanation.SuiteFacts {
        let suite = builder.plan.suite
        return CellExplanation.SuiteFacts(
            suite: suite.id, suiteVersion: suite.version, suiteHash: suite.hash,
            settings: report.content.suite.protocolSettings.map { "\($0.name) \($0.value)" })
    }

    private var code: CellExplanation.Code {
        let record = builder.record
        return CellExplanation.Code(
            run: record.id, planHash: record.planHash, version: record.codeVersion,
            machine: builder.machine.description, started: record.started, finished: record.finished,
            command: builder.plan.command, directory: builder.plan.directory)
    }
}
