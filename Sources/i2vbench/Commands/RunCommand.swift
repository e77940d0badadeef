import ArgumentParser
import Generators
import Media
import Runner
import Tensor

/// `i2vbench run`: generate, score and report a suite.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Generate a suite's videos, score them and write a report.",
        discussion: """
            Everything finished is kept in the store: the same command again does exactly what is missing. \
            Ctrl-C finishes the video in hand; press it twice to stop at once.

            Exit codes: 0 all well, 1 failure, 2 some samples or metrics are missing, 64 usage, 65 bad data, \
            69 weights unavailable, 130 interrupted.
            """)

    @Argument(help: "Id of the suite, such as demo, or folder for your own files; `list suites` names them.")
    var suite: String

    @Argument(
        help: """
            For `folder`: a manifest (CSV, JSON, JSONL, YAML) or a folder of images or videos. For a data set: its \
            folder, or a list that `suite prepare` froze.
            """)
    var path: String?

    @Option(help: ArgumentHelp("The same as the second argument.", valueName: "path"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Ids of the generators, separated by commas, each a row of the tables (see `list generators`), or `none` to "
                + "score imported systems alone.",
            valueName: "a,b"))
    var generator = ConsistI2VGenerator.id

    @Option(
        help: ArgumentHelp(
            "Rows of other models: names given to `i2vbench import` into the same folder, `all` of them, or files.",
            valueName: "a,b"))
    var systems: String?

    @Flag(help: "Add the paper's ablation: without FrameInit, temporal and spatial conditioning in turn.")
    var ablate = false

    @Option(help: ArgumentHelp("Seeds such as 0, 0..2 or 1,5,9.", valueName: "seeds"))
    var seeds = "0"

    @Option(
        help: ArgumentHelp(
            "Weights of the generator, where they are not the metrics' too.", valueName: "weights"))
    var generatorWeights: String?

    @Option(help: "What the videos should stay away from.")
    var negativePrompt: String?

    @Option(help: "Constant rate factor of the H.264 files, 0 (best) to 51.")
    var crf = 10.0

    @Flag(help: "Store videos without loss (FFV1).")
    var lossless = false

    @OptionGroup(title: "Run") var options: HarnessOptions
    @OptionGroup(title: "Sampling") var sampling: SamplingOptions
    @OptionGroup(title: "Computing") var computing: ComputeOptions
    @OptionGroup(title: "Messages") var messages: OutputOptions

    func validate() throws {
        guard (0...51).contains(crf) else {
            throw ValidationError("--crf must be from 0 to 51, found \(crf).")
        }
        if HarnessOptions.list(generator).isEmpty {
            throw ValidationError("--generator names no generator; see `list generators`.")
        }
        if path != nil, data != nil {
            throw ValidationError("give the data once, as argument or with --data.")
        }
    }

    /// Every generator once; empty for `none`.
    private var generatorIDs: [String] {
        let ids = HarnessOptions.list(generator)
        return ids == [RunConfiguration.noGenerator]
            ? [] : ids.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    func run() throws {
        var configuration = RunConfiguration(.generate(suite: suite, files: path ?? data))
        options.fill(&configuration)
        configuration.generators = generatorIDs
        configuration.ablates = ablate
        configuration.systems = try SystemFolder(options: options, suite: suite).files(systems)
        configuration.seeds = try SeedList.parse(seeds)
        configuration.generatorWeights = generatorWeights
        configuration.encoding = lossless ? .ffv1 : .h264(quality: crf)
        configuration.negativePrompt = negativePrompt
        configuration.compute = computing.compute
        configuration.generatorOptions = sampling.values
        let session = HarnessSession(options: options, messages: messages, defaultFolder: suite)
        try Compute.$current.withValue(computing.compute) { try session.run(configuration) }
    }
}
