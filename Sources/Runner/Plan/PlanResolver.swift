import Benchmarks
import Checkpoints
import Foundation
import Generators
import Media
import Metrics
import Tensor

/// Turns what somebody asks for into a plan: suite, samples, variants, metrics and where their weights are.
public struct PlanResolver: Sendable {
    let suites: SuiteRegistry
    let locator: WeightLocator

    public init(suites: SuiteRegistry, locator: WeightLocator) {
        self.suites = suites
        self.locator = locator
    }

    /// - Throws: `RunnerError.unknown` with the nearest names, `SuiteError`, `GeneratorError` and
    ///   `CheckpointError` for files that are there and cannot be used. A metric without weights is no error: the
    ///   plan says why it is unavailable.
    public func resolve(_ configuration: RunConfiguration) throws -> ResolvedPlan {
        let suite = try suite(configuration.task)
        let selection = try select(configuration, from: suite)
        let weights = configuration.weights ?? suite.definition.weights.rawValue
        let all = try rows(configuration, suite: suite, weights: weights)
        // What one row is compared with does not depend on the other rows being made.
        let form = all.lazy.compactMap(\.cost).first
        let rows = try Self.narrowed(all, to: configuration.onlyRows)
        for row in rows { try row.checkFirstFrames(of: selection.map(\.sample), in: suite) }
        let isGenerating = rows.contains { $0.variant.kind != .imported }
        let fromImage = configuration.task.isOfSuite
        let metrics = try select(metrics: configuration.metrics ?? suite.definition.metrics)
        let features = NetworkFeatures(WeightChoice(weights), locator: locator)
        let columns = try metrics.map { try Self.column($0, features) }
        let (source, planned) = try reference(
            configuration, rows: rows, suite: suite, selection: selection.map(\.sample))
        var reference = try RunPlan.SuiteReference(suite)
        if let form {
            (reference.settings.frames, reference.settings.width, reference.settings.height) = (
                form.frames, form.width, form.height
            )
        }
        let plan = RunPlan(
            suite: reference, selection: selection.map(\.sample.id), variants: rows.map(\.variant),
            seeds: isGenerating ? configuration.seeds : [0], metrics: columns, weights: weights,
            encoding: isGenerating ? configuration.encoding.label : "as found",
            arithmetic: configuration.compute.arithmeticLabel,
            promptSource: selection.lazy.compactMap(\.sample.promptSource).first,
            command: configuration.command, directory: configuration.directory, reference: planned,
            prescribed: reference.settings == suite.protocolSettings ? nil : suite.protocolSettings)
        return ResolvedPlan(
            plan: plan, suite: suite,
            members: try selection.map {
                try ResolvedPlan.Member(
                    $0.sample, position: $0.position, suite: suite, fromImage: fromImage)
            }, producers: rows.map(\.producer),
            metrics: zip(metrics, columns).filter { $0.1.unavailable == nil }.map(\.0), features: features,
            encoding: configuration.encoding,
            negativePrompts: rows.map(\.negativePrompt), costs: rows.map(\.cost), reference: source)
    }

    private func suite(_ task: RunConfiguration.Task) throws -> any Suite {
        switch task {
        case .score(let videos, let prompts, let images):
            return try suites.videos(videos, prompts: prompts, images: images)
        case .generate(let id, let files):
            let known = suites.definitions.map(\.id)
            guard known.contains(id) else { throw Self.unknown("suite", id, known) }
            return try suites.suite(id, files: files)
        }
    }

    private static func unknown(_ kind: String, _ id: String, _ known: [String]) -> RunnerError {
        .unknown(kind: kind, id: id, nearest: NearestNames.nearest(to: id, in: known), known: known)
    }
}

extension PlanResolver {
    private typealias Place = (position: Int, sample: Sample)

    private func select(_ configuration: RunConfiguration, from suite: any Suite) throws -> [Place] {
        let names = suite.categoryCounts.map(\.name)
        if let odd = configuration.categories.first(where: { !names.contains($0) }) {
            throw Self.unknown("category", odd, names)
        }
        var places: [Place] = suite.samples.enumerated().map { ($0, $1) }
        if !configuration.categories.isEmpty {
            places.removeAll { !configuration.categories.contains($0.sample.category) }
        }
        if let limit = configuration.limit { places = Self.spread(places, limit: limit) }
        guard !places.isEmpty else {
            throw RunnerError.noSamples(
                suite: suite.id, found: "\(suite.samples.count) samples before --limit and --categories",
                categories: names)
        }
        return places
    }

    /// Takes one sample of every category, then a second of every category and so on, in the suite's order.
    private static func spread(_ places: [Place], limit: Int) -> [Place] {
        var taken: [String: Int] = [:]
        let ranked = places.map { place -> (round: Int, place: Place) in
            let round = taken[place.sample.category, default: 0]
            taken[place.sample.category] = round + 1
            return (round, place)
        }
        return ranked.sorted { ($0.round, $0.place.position) < ($1.round, $1.place.position) }
            .prefix(limit).map(\.place).sorted { $0.position < $1.position }
    }

    /// Ids of the metrics that a name stands for; none where there is no such metric.
    static func metrics(named name: String) -> [String] {
        let known = MetricRegistry.all.map(\.descriptor.id)
        // A name stands for itself before it stands for all that begin with it.
        return known.contains(name)
            ? [name]
            : known.filter { name == "all" || $0.hasPrefix(name + "_") || $0.hasPrefix(name + "@") }
    }

    private func select(metrics names: [String]) throws -> [any Metric] {
        var chosen: [String] = []
        for name in names {
            let found = Self.metrics(named: name)
            guard !found.isEmpty else {
                throw Self.unknown("metric", name, MetricRegistry.all.map(\.descriptor.id))
            }
            chosen += found.filter { !chosen.contains($0) }
        }
        return try chosen.map(MetricRegistry.metric)
    }

    /// The metric as a column; without its weights, the reason and the remedy.
    private static func column(_ metric: any Metric, _ features: NetworkFeatures) throws -> PlannedMetric {
        let descriptor = metric.descriptor
        let describesSets = metric is any SetMetric
        do {
            var components: [PlannedMetric.Component] = []
            for key in descriptor.allFeatures {
                guard let component = try features.component(for: key), !components.contains(component)
                else { continue }
                components.append(component)
            }
            return PlannedMetric(descriptor, components: components, describesSets: describesSets)
        } catch let error as CheckpointError {
            guard case .unavailable = error else { throw error }
            let (reason, remedy) = Self.split(error.description)
            return PlannedMetric(
                descriptor, components: [], describesSets: describesSets,
                unavailable: .init(reason: reason, remedy: remedy))
        }
    }

    /// What happened is the first sentence of an error; the others say where it looked and what to do.
    private static func split(_ text: String) -> (String, String) {
        guard let end = text.range(of: ". ") else { return (text, "") }
        return (String(text[..<end.lowerBound]) + ".", String(text[end.upperBound...]))
    }
}

extension PlanResolver {
    struct Row {
        var variant: PlannedVariant
        var producer: ResolvedPlan.Producer
        var cost: GenerationCost?
        var firstFrameCheck: FirstFrameCheck?
        var negativePrompt = ""

        /// Looks at every first frame, where a generator cannot use all; one that cannot be read fails later.
        func checkFirstFrames(of samples: [Sample], in suite: any Suite) throws {
            guard let firstFrameCheck else { return }
            for sample in samples {
                guard let image = try? suite.firstFrame(of: sample) else { continue }
                do {
                    try firstFrameCheck(image.width, image.height)
                } catch {
                    throw RunnerError.firstFrame(sample: sample.id, reason: "\(error)")
                }
            }
        }
    }

    private func rows(_ configuration: RunConfiguration, suite: any Suite, weights: String) throws -> [Row] {
        guard case .generate = configuration.task else {
            return [Row(variant: .imported(label: "videos"), producer: .files)]
        }
        let systems = try systemRows(configuration.systems, suite: suite)
        var rows = try generatedRows(configuration, suite: suite, weights: weights)
        guard !(rows + systems).isEmpty else { throw RunnerError.noRows(suite: suite.id) }
        if suite.definition.source == .procedural {
            rows.append(
                Row(variant: .reference, producer: .reference { try suite.referenceFrames(of: $0) }))
        }
        rows += systems
        let labels = rows.map(\.variant.label)
        if let twice = labels.first(where: { label in labels.filter { $0 == label }.count > 1 }) {
            throw RunnerError.sameLabel(twice)
        }
        return rows
    }

    private func generatedRows(_ configuration: RunConfiguration, suite: any Suite, weights: String) throws
        -> [Row]
    {
        let usual = configuration.negativePrompt ?? suite.definition.sampler.negativePrompt ?? ""
        return try generators(configuration, suite: suite, weights: weights).flatMap { choice, generator in
            try choice.placing { try variants(of: generator, choice, configuration.rows) }
                .map { $0.avoiding(choice.negativePrompt ?? usual) }
        }
    }

    private func variants(
        of generator: any BundledGenerator, _ choice: ChosenGenerator, _ rows: VariantRows
    ) throws -> [Row] {
        func row(_ variant: any VideoGenerator, isAblated: Bool = false) -> Row {
            var row = Self.row(variant)
            row.variant.label = choice.label(
                row.variant.label, method: type(of: generator).descriptor.title, isAblated: isAblated)
            return row
        }
        switch rows {
        case .single: return [row(generator)]
        case .ablation(let ablations):
            guard let ablatable = generator as? any AblatableGenerator else {
                throw RunnerError.notAblatable(generator: type(of: generator).id)
            }
            return try ablations.map { row(try ablatable.ablated($0), isAblated: true) }
        case .grid(let grid):
            guard let guided = generator as? any LayoutGuidedGenerator else {
                throw RunnerError.noFrameInit(generator: type(of: generator).id)
            }
            let base = guided.frameInit ?? FrameInit()
            return try grid.points.map { point in
                var row = Self.row(try guided.guided(by: FrameInitGrid.frameInit(point, from: base)))
                row.variant.label = point.label
                (row.variant.toggles, row.variant.gridPoint) = (nil, point)
                return row
            }
        }
    }

    private func generators(
        _ configuration: RunConfiguration, suite: any Suite, weights: String
    ) throws -> [(ChosenGenerator, any BundledGenerator)] {
        let known = GeneratorRegistry.ids
        for choice in configuration.generators where !known.contains(choice.id) {
            throw Self.unknown("generator", choice.id, known + [RunConfiguration.noGenerator])
        }
        let types = try configuration.generators.map { try GeneratorRegistry.generator($0.id) }
        let options = configuration.generatorOptions
        let understood = options.among(types.flatMap { $0.options })
        let rules = suite.definition.protocolSettings
        let setup = GeneratorSetup(
            weights: WeightChoice(configuration.generatorWeights ?? weights), locator: locator,
            size: rules.width <= GeneratorSetup.demoWidth ? .demo : .full,
            format: VideoFormat(
                frames: rules.frames, width: rules.width, height: rules.height,
                framesPerSecond: rules.framesPerSecond),
            prescribed: suite.definition.sampler.options, batch: configuration.batch)
        return try zip(configuration.generators, types).map { choice, type in
            var own = setup
            // An option that none of the generators has goes to the first, which refuses it.
            own.options = choice.options ?? (options == understood ? options.among(type.options) : options)
            if let weights = choice.weights { own.weights = WeightChoice(weights) }
            return (choice, try choice.placing { try GeneratorRegistry.make(type.id, own) })
        }
    }

    private static func row(_ generator: any VideoGenerator) -> Row {
        let toggles = (generator as? any AblatableGenerator).map {
            PlannedVariant.Toggles(
                frameInit: $0.ablation.frameInit, temporalConditioning: $0.ablation.temporalConditioning,
                spatialConditioning: $0.ablation.spatialConditioning)
        }
        return Row(
            variant: PlannedVariant(
                label: (generator as? any BundledGenerator)?.title ?? generator.identity.id,
                kind: .generated, generator: generator.identity, toggles: toggles),
            producer: .generator { generator }, cost: (generator as? any CostEstimatingGenerator)?.cost,
            firstFrameCheck: generator.firstFrameCheck)
    }
}

extension SuiteDefinition.Sampler {
    /// The options that a suite prescribes.
    fileprivate var options: GeneratorOptionValues {
        GeneratorOptionValues([
            "preset": preset.map { .text($0) }, "steps": steps.map { .integer($0) },
            "text-guidance": textGuidance.map { .number($0) },
            "image-guidance": imageGuidance.map { .number($0) },
            "frame-stride": frameStride.map { .integer($0) },
        ])
    }
}

extension Compute {
    /// What changes the last digits of results; threads and kernel tiers do so only within rounding of sums.
    var arithmeticLabel: String { precision.rawValue + (allowsWinograd ? "" : "-exact") }
}
