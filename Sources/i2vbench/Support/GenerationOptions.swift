import ArgumentParser
import Generators
import Media
import Runner

/// What the commands that generate a suite's videos have in common.
struct GenerationOptions: ParsableArguments {
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

    @OptionGroup var rows: RowOptions

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
    private var choices: [ChosenGenerator] {
        let ids = HarnessOptions.list(generator)
        return ids == [RunConfiguration.noGenerator]
            ? [] : ids.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }.map { ChosenGenerator($0) }
    }

    /// A run of the suite with these options and those that all runs share.
    func configuration(
        _ harness: HarnessOptions, _ sampling: GeneratorOptionValues, _ computing: ComputeOptions
    ) throws -> RunConfiguration {
        var configuration = RunConfiguration(.generate(suite: suite, files: path ?? data))
        harness.fill(&configuration)
        configuration.generators = choices
        configuration.onlyRows = rows.names
        configuration.systems = try SystemFolder(options: harness, suite: suite).files(systems)
        configuration.seeds = try SeedList.parse(seeds)
        configuration.generatorWeights = generatorWeights
        configuration.encoding = lossless ? .ffv1 : .h264(quality: crf)
        configuration.negativePrompt = negativePrompt
        configuration.compute = computing.compute
        configuration.generatorOptions = sampling
        return configuration
    }
}
