import ArgumentParser
import Runner
import Tensor

/// `i2vbench grid`: FrameInit's settings, motion against consistency.
struct GridCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grid", abstract: "Try FrameInit's settings against each other.",
        discussion: """
            Every τ is tried with every D₀, on the same prompts, first frames and noise seeds. The report holds a \
            contact sheet (rows τ, columns D₀), a table of motion against consistency, and a chart of both with its \
            Pareto front.

            Everything finished is kept in the store; exit codes are those of `i2vbench run`.
            """)

    /// What a grid is looked at for.
    private static let metrics = [
        "dynamic_degree", "dynamic_degree@flow", "subject_consistency", "background_consistency",
        "motion_smoothness", "temporal_flickering", "isim",
    ]

    @OptionGroup var generation: GenerationOptions

    @Option(
        help: ArgumentHelp(
            "Steps of noise on the static first-frame video, 0 to 1000, separated by commas. 1000 is the end of the "
                + "schedule, where next to nothing of the video is left.",
            valueName: "a,b"))
    var tau = "1000,850,700"

    @Option(
        name: .customLong("d0"),
        help: ArgumentHelp(
            "Stop frequencies in space and time, 0 to 1, separated by commas.", valueName: "a,b"))
    var stopFrequencies = "0.25,0.5"

    @Flag(help: "Add a row without FrameInit.")
    var baseline = false

    @OptionGroup(title: "Run") var options: HarnessOptions
    @OptionGroup(title: "Sampling") var sampling: DeclaredOptions<OptionsBesideGrid>
    @OptionGroup(title: "Computing") var computing: ComputeOptions
    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let grid = try FrameInitGrid(
            steps: numbers(tau, "--tau", Int.init),
            stopFrequencies: numbers(stopFrequencies, "--d0", Double.init), includesBaseline: baseline)
        var configuration = try generation.configuration(options, sampling.values, computing)
        configuration.rows = .grid(grid)
        if configuration.metrics == nil { configuration.metrics = Self.metrics }
        let session = HarnessSession(
            options: options, messages: messages, defaultFolder: generation.suite + "-grid")
        try Compute.$current.withValue(computing.compute) { try session.run(configuration) }
    }

    private func numbers<Value>(_ text: String, _ option: String, _ read: (String) -> Value?) throws
        -> [Value]
    {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let number = read(part.filter { !$0.isWhitespace }) else {
                throw ValidationError(
                    "\(option): expected numbers separated by commas, found “\(text)”.")
            }
            return number
        }
    }
}
