import Benchmarks
import Foundation
import Generators
import Media
import Metrics
import Runner
import Store
import TestSupport

/// A suite whose input images follow from the samples' places.
struct PatternSuite: Benchmarks.Suite {
    var definition: SuiteDefinition
    var samples: [Sample]
    var unreadable: Set<String> = []

    init(_ samples: [Sample], definition: SuiteDefinition) {
        self.samples = samples
        self.definition = definition
    }

    var hash: String { samples.map { "\($0.id) \($0.prompt ?? "")" }.joined(separator: ",") }

    func firstFrame(of sample: Sample) throws -> RGBImage {
        if unreadable.contains(sample.id) { throw MediaError.missing(path: sample.id + ".png") }
        let start = UInt8(truncatingIfNeeded: sample.id.utf8.reduce(7) { $0 &* 31 &+ Int($1) })
        return RGBImage(
            width: 16, height: 16,
            pixels: (0..<768).map { start &+ UInt8(truncatingIfNeeded: $0 * 3) })
    }
}

/// A folder with a store and a plan for it, both small.
final class Bench {
    let folder: String
    let definition: SuiteDefinition
    var samples: [Sample]
    var generators: [PatternGenerator]
    var features = MeanFeatures()
    var metrics: [MeanMetric.Kind] = [.brightness, .spread]
    var unavailable: [MeanMetric.Kind] = []
    var seeds: [UInt64] = [0, 1]
    var unreadable: Set<String> = []
    let decodes = Counter()
    var owner = ProcessIdentity.current
    var imports = false
    var sets: [MeanOfSet] = []
    /// Videos that generators make together.
    var batch = 1
    var reference = ReferenceSource.none
    var plannedReference: PlannedReference?
    var cost: GenerationCost?
    var part = RunPart.whole
    var codeVersion = I2VBenchVersion.text
    /// Frames that the suite prescribes.
    var frames = 8

    init(samples count: Int = 4) throws {
        folder = NSTemporaryDirectory() + "/i2vbench runner " + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = folder + "/suite.yaml"
        let text = """
            {id: pattern, version: "1", title: Patterns, summary: for tests, source: user, metrics: [],
             protocol: {frames: 8, size: [16, 16], fps: 8}}
            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        definition = try SuiteDefinition(file: file)
        samples = (0..<count).map {
            Sample(id: "sample \($0)", category: $0 % 2 == 0 ? "even" : "odd", prompt: "prompt \($0)")
        }
        generators = [PatternGenerator(name: "full"), PatternGenerator(name: "bare")]
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var storePath: String { folder + "/store.sqlite" }

    func open() throws -> Store { try Store(path: storePath, busySeconds: 10) }

    func plan() throws -> ResolvedPlan {
        var suite = PatternSuite(samples, definition: definition)
        suite.definition.protocolSettings.frames = frames
        suite.unreadable = unreadable
        let variants =
            imports
            ? [PlannedVariant.imported(label: "videos")]
            : generators.map { PlannedVariant(label: $0.name, kind: .generated, generator: $0.identity) }
        let producers: [ResolvedPlan.Producer] =
            imports
            ? [.files]
            : generators.map { [batch] generator in
                let together = BatchPatternGenerator(single: generator, videosAtOnce: batch)
                return .generator { batch > 1 ? together as any VideoGenerator : generator }
            }
        let columns = (metrics + unavailable).map { kind in
            let descriptor = MeanMetric(kind: kind).descriptor
            return PlannedMetric(
                descriptor,
                components: descriptor.features.compactMap { features.component(for: $0) },
                unavailable: unavailable.contains(kind)
                    ? .init(reason: "no weights.", remedy: "Download them.") : nil)
        }
        let setColumns = sets.map { metric in
            PlannedMetric(
                metric.descriptor,
                components: metric.descriptor.features.compactMap { features.component(for: $0) },
                describesSets: true)
        }
        let plan = RunPlan(
            suite: try RunPlan.SuiteReference(suite), selection: samples.map(\.id), variants: variants,
            seeds: imports ? [0] : seeds, metrics: columns + setColumns, weights: "synthetic",
            encoding: "ffv1",
            arithmetic: "fp32", command: "i2vbench run pattern", reference: plannedReference)
        return ResolvedPlan(
            plan: plan, suite: suite,
            members: try samples.enumerated().map {
                try ResolvedPlan.Member($1, position: $0, suite: suite, fromImage: !imports)
            }, producers: producers, metrics: metrics.map { MeanMetric(kind: $0) } + sets, features: features,
            encoding: .ffv1, costs: variants.map { $0.kind == .generated ? cost : nil },
            reference: reference)
    }

    @discardableResult
    func run(interruption: Interruption = Interruption(), store: Store? = nil) throws -> RunOutcome {
        let decodes = decodes
        let environment = RunEnvironment(
            decoder: MediaDecoder { _ in decodes.add() }, owner: owner, codeVersion: codeVersion)
        return try Runner(
            try plan(), store: try store ?? open(), videoRoot: folder + "/videos", part: part,
            interruption: interruption, environment: environment
        ).run()
    }

    /// Everything in the store that another way to the same results has to leave, too.
    func contents(timings: Bool = true) throws -> [String] {
        try open().contents(timings: timings)
    }
}
