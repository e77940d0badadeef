import Benchmarks
import Checkpoints
import Generators
import Hashing

/// Everything that decides the numbers of a run, as plain values. The store keeps it as JSON.
public struct RunPlan: Sendable, Hashable, Codable {
    /// Which test set, in which version.
    public struct SuiteReference: Sendable, Hashable, Codable {
        public var id: String
        public var version: String
        public var title: String
        public var hash: String
        public var settings: SuiteProtocol
        /// What a reader of the report sees, in a few sentences.
        public var reading: String?
        /// Why rows of an ablation may do other than the paper's.
        public var ablationNote: String?
    }

    public var suite: SuiteReference
    /// What the suite itself asks for, where generated videos have another size or length.
    public var prescribed: SuiteProtocol?
    /// Ids of the samples that take part, in order.
    public var selection: [String]
    /// Rows of the tables.
    public var variants: [PlannedVariant]
    public var seeds: [UInt64]
    /// Columns of the tables.
    public var metrics: [PlannedMetric]
    /// `official`, `demo`, `synthetic` or a path.
    public var weights: String
    /// How made videos are stored, such as `h264-crf10`; the scores are those of the stored file.
    public var encoding: String
    /// What changes the last digits of the networks' arithmetic: `fp32`, `bf16`, `fp32-exact`.
    public var arithmetic: String
    /// The manifest column that stands in for missing prompts.
    public var promptSource: String?
    /// The command line that makes this run again.
    public var command: String
    /// The folder that the command's paths are relative to; nil where nobody noted it.
    public var directory: String?
    /// What sets of videos are compared with, if anything.
    public var reference: PlannedReference?

    public init(
        suite: SuiteReference, selection: [String], variants: [PlannedVariant], seeds: [UInt64],
        metrics: [PlannedMetric], weights: String, encoding: String, arithmetic: String,
        promptSource: String? = nil, command: String, directory: String? = nil,
        reference: PlannedReference? = nil, prescribed: SuiteProtocol? = nil
    ) {
        self.prescribed = prescribed
        self.directory = directory
        self.reference = reference
        self.suite = suite
        self.selection = selection
        self.variants = variants
        self.seeds = seeds
        self.metrics = metrics
        self.weights = weights
        self.encoding = encoding
        self.arithmetic = arithmetic
        self.promptSource = promptSource
        self.command = command
    }
}

extension RunPlan.SuiteReference {
    public init(_ suite: any Suite) throws {
        self.init(
            id: suite.id, version: suite.version, title: suite.title, hash: try suite.hash,
            settings: suite.protocolSettings, reading: suite.definition.reading,
            ablationNote: suite.definition.ablationNote)
    }
}

extension RunPlan {
    /// The seeds that videos of a variant are made from; finished videos have their numbers, or none and count once.
    public func seeds(of variant: PlannedVariant) -> [UInt64] {
        variant.indices ?? (variant.kind == .generated ? seeds : [0])
    }

    /// Videos in all.
    public var videoCount: Int { variants.reduce(0) { $0 + selection.count * seeds(of: $1).count } }
}

extension RunPlan {
    /// The parts of a plan that make it another one. Whether weights are on this machine today and how the
    /// command was spelt are none of them, so a run can be completed once its weights have arrived.
    private struct Essence: Codable {
        var suite: String
        var selection: [String]
        var variants: [[String]]
        var seeds: [UInt64]
        var metrics: [String]
        var weights: String
        var encoding: String
        var arithmetic: String
        /// Left out of the text when there is none, so that plans without one keep their hash.
        var reference: String?
    }

    /// SHA-256 that tells one plan from another.
    public var hash: String {
        get throws {
            let essence = Essence(
                suite: suite.hash, selection: selection,
                variants: try variants.map { [$0.label, try $0.generatorHash(arithmetic: arithmetic)] },
                seeds: seeds, metrics: metrics.map { "\($0.id) \($0.version)" }, weights: weights,
                encoding: encoding, arithmetic: arithmetic,
                reference: reference.flatMap { $0.hash.isEmpty ? nil : $0.hash })
            return SHA256.hex(of: try CanonicalJSON.text(essence).utf8)
        }
    }
}
