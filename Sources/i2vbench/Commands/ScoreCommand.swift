import ArgumentParser
import Runner
import Tensor

/// `i2vbench score`: the metrics of finished videos.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score videos that any model made.",
        discussion: """
            VIDEOS are files, folders, patterns or manifests. A video that was scored before is neither decoded \
            nor embedded again, whatever the metric. Metrics that need a prompt or an input image are skipped \
            where there is none.

            Exit codes: 0 all well, 1 failure, 2 some videos or metrics are missing, 64 usage, 65 bad data, \
            69 weights unavailable, 130 interrupted.
            """)

    @Argument(help: "Video files, folders, patterns or manifests.")
    var videos: [String]

    @Option(help: ArgumentHelp("Prompts by video name: CSV, JSON, JSONL, YAML or text.", valueName: "file"))
    var prompts: String?

    @Option(help: ArgumentHelp("Input images, matched by name.", valueName: "folder"))
    var images: String?

    @OptionGroup(title: "Run") var options: HarnessOptions
    @OptionGroup(title: "Computing") var computing: ComputeOptions
    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        var configuration = RunConfiguration(.score(videos: videos, prompts: prompts, images: images))
        options.fill(&configuration)
        configuration.compute = computing.compute
        let session = HarnessSession(options: options, messages: messages, defaultFolder: "score")
        try Compute.$current.withValue(computing.compute) { try session.run(configuration) }
    }
}
