import ArgumentParser
import Generators
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

    @OptionGroup var generation: GenerationOptions

    @Flag(
        help: """
            Add the paper's ablation: without FrameInit, temporal and spatial conditioning in turn (`i2vbench ablate` \
            takes any rows).
            """)
    var ablate = false

    @OptionGroup(title: "Run") var options: HarnessOptions
    @OptionGroup(title: "Sampling") var sampling: SamplingOptions
    @OptionGroup(title: "Computing") var computing: ComputeOptions
    @OptionGroup(title: "Computing") var sharing: BatchOptions
    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        var configuration = try generation.configuration(options, sampling.values, computing)
        configuration.rows = ablate ? .ablation(Ablation.paperRows) : .single
        configuration.batch = sharing.batch
        let session = HarnessSession(
            options: options, messages: messages, defaultFolder: generation.suite)
        try Compute.$current.withValue(computing.compute) { try session.run(configuration) }
    }
}
