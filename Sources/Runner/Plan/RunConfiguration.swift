import Benchmarks
import Generators
import Media
import Tensor

/// What somebody asks for, before it is known what that takes.
public struct RunConfiguration: Sendable {
    /// Where the videos come from.
    public enum Task: Sendable {
        /// A suite's samples, generated.
        case generate(suite: String, files: String?)
        /// Finished videos.
        case score(videos: [String], prompts: String?, images: String?)

        /// Whether videos belong to the samples of a suite, made or imported.
        var isOfSuite: Bool { if case .generate = self { true } else { false } }
    }

    /// What stands for no generator on the command line.
    public static let noGenerator = "none"

    public var task: Task
    /// Ids of the generators, one row of the tables each; none for a plan that only scores imported systems.
    public var generators = [ChosenGenerator(ConsistI2VGenerator.id)]
    /// Files of imported systems, each a row of its own.
    public var systems: [String] = []
    /// What each generator is compared with: itself in other forms.
    public var rows = VariantRows.single
    /// Only these rows of the tables, by what they are called; empty for all. The suite's real clips stay where sets are
    /// compared with them.
    public var onlyRows: [String] = []
    /// Real videos (files, folders, patterns), or `.npz` files of statistics, that sets are compared with; empty for the
    /// suite's own real clips.
    public var reference: [String] = []
    /// Metric ids, or the first words of several (`isim` for `isim_…`); nil for the suite's.
    public var metrics: [String]?
    public var seeds: [UInt64] = [0]
    /// `official`, `demo`, `synthetic[:SALT]` or a path; nil for the suite's.
    public var weights: String?
    /// Other weights for the generator.
    public var generatorWeights: String?
    /// At most so many samples, taken from the categories in turn.
    public var limit: Int?
    /// Only these categories; empty for all.
    public var categories: [String] = []
    public var encoding = VideoEncoding.standard
    public var compute = Compute()
    public var negativePrompt: String?
    /// What goes over the suite's sampler settings. An option goes to every generator that has it.
    public var generatorOptions = GeneratorOptionValues()
    /// How much of a generation is done at once; results do not depend on it.
    public var batch = BatchSize.automatic
    /// The command line that makes the run again.
    public var command = ""
    /// Where the command is given: its paths are relative to this folder.
    public var directory: String?

    public init(_ task: Task) { self.task = task }
}
