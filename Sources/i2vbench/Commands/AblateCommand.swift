import ArgumentParser
import Runner
import Tensor

/// `i2vbench ablate`: what each part of the generator is worth.
struct AblateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ablate", abstract: "Compare a generator with parts of it switched off.",
        discussion: """
            All rows are made from the same prompts, first frames and noise seeds. The report holds the paper's \
            ablation table with every metric, seconds, memory and U-Net TFLOP in two conventions, the published rows \
            beside it, and for every pair of rows whether they differ: permutation tests of paired scores, a paired \
            jackknife for distances, corrected by Holm's method.

            Everything finished is kept in the store; exit codes are those of `i2vbench run`.
            """)

    @OptionGroup var generation: GenerationOptions

    @Option(
        help: ArgumentHelp(
            "Rows separated by commas. A row names what is switched off: frameinit, tcond, scond, joined by +; "
                + "full is everything on; paper stands for full,frameinit,frameinit+tcond,frameinit+tcond+scond.",
            valueName: "rows"))
    var rows = "paper"

    @OptionGroup(title: "Run") var options: HarnessOptions
    @OptionGroup(title: "Sampling") var sampling: SamplingOptions
    @OptionGroup(title: "Computing") var computing: ComputeOptions
    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let rows = try VariantRows.ablation(rows)
        var configuration = try generation.configuration(options, sampling.values, computing)
        configuration.rows = rows
        let session = HarnessSession(
            options: options, messages: messages, defaultFolder: generation.suite + "-ablation")
        try Compute.$current.withValue(computing.compute) { try session.run(configuration) }
    }
}
