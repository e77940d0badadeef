import Generators
import Media
import Tensor

/// What a plan file asks for: systems × suites × seeds × ablations × metrics.
public struct SweepPlan: Sendable {
    /// A suite of the plan; one run and one report each.
    public struct SuiteEntry: Sendable {
        /// Folder of its report; unique in the plan.
        public var name: String
        public var id: String
        /// The data set, list or files.
        public var data: String?
        /// At most so many samples, taken from the categories in turn.
        public var limit: Int?
        /// Only these categories; empty for all.
        public var categories: [String]
        /// What sets are compared with; empty for the suite's own real clips.
        public var reference: [String]
        /// Files of the systems that were imported for this suite.
        public var systems: [String]
        /// Where it stands in the plan.
        public var line: Int
    }

    /// The file, as it was named.
    public var file: String
    /// What the folder of the results is called.
    public var name: String
    public var suites: [SuiteEntry]
    public var generators: [ChosenGenerator]
    /// The rows that every generator has.
    public var rows: VariantRows
    public var seeds: [UInt64]
    /// Nil for the suites' own.
    public var metrics: [String]?
    public var weights: String?
    public var generatorWeights: String?
    public var negativePrompt: String?
    public var options: GeneratorOptionValues
    public var encoding: VideoEncoding
    public var precision: Precision
    /// Whether 3×3 convolutions are computed directly.
    public var isExact: Bool
    /// Whether the tables of the papers stand beside the reports' numbers.
    public var withPublished: Bool
    /// Id of the `ComparisonProtocol` of every imported system, or `native`; nil where the plan says nothing.
    public var comparison: String?
    /// Where `protocol`, or else `systems`, stands.
    var comparisonLine: Int
    /// Whether the file itself names one suite only.
    var isOfOneSuite: Bool
}

extension SweepPlan {
    /// What stands for videos as they were made.
    public static let nativeProtocol = "native"

    /// How its networks compute.
    public func compute(threads: Int) -> Compute {
        Compute(threads: threads, precision: precision, allowsWinograd: !isExact)
    }

    /// One run for every suite, in the plan's order.
    ///
    /// - Parameters:
    ///   - part: what of the plan is wanted.
    ///   - command: the command line that makes the sweep again.
    ///   - directory: where that is given.
    func configurations(_ part: SweepNarrowing, compute: Compute, command: String, directory: String?)
        -> [RunConfiguration]
    {
        suites.map { suite in
            var configuration = RunConfiguration(.generate(suite: suite.id, files: suite.data))
            configuration.generators = generators
            configuration.systems = suite.systems
            configuration.rows = rows
            configuration.reference = suite.reference
            configuration.metrics = part.metrics ?? metrics
            configuration.seeds = seeds
            configuration.weights = weights
            configuration.generatorWeights = generatorWeights
            configuration.limit = suite.limit
            configuration.categories = suite.categories
            configuration.encoding = encoding
            configuration.compute = compute
            configuration.negativePrompt = negativePrompt
            configuration.generatorOptions = options
            configuration.onlyRows = part.rows
            // A run is one suite's, and its command makes that one.
            let isPlain = isOfOneSuite && suite.name == suite.id
            configuration.command = command + part.text(suite: isPlain ? nil : suite.name)
            configuration.directory = directory
            return configuration
        }
    }
}
