import ArgumentParser
import Benchmarks
import Checkpoints
import Foundation
import Metrics
import Runner
import Store
import Tensor

/// `i2vbench stats build`: means and covariances of real videos, computed once.
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Build reference statistics, or show what a file of them holds.",
        subcommands: [Build.self, Show.self])

    struct Build: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the means and covariances of real videos for Fréchet distances.",
            discussion: """
                The file names protocol, network, weights and number of videos; a run refuses one that does not \
                fit. With a single metric, `mu` and `sigma` lie where pytorch-fid and clean-fid look for them.

                Exit codes: 0 all well, 1 failure, 2 some videos are missing, 64 usage, 65 bad data, \
                69 weights unavailable, 130 interrupted.
                """)

        @Argument(help: "Real videos: files, folders, patterns or manifests.")
        var reference: [String]

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("Metrics by id, such as fvd,fid.", valueName: "a,b"))
        var metrics: String

        @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE.npz"))
        var output: String

        @Option(help: ArgumentHelp("official, demo, synthetic[:SALT], or a path.", valueName: "weights"))
        var weights = "official"

        @Option(
            help: ArgumentHelp(
                "Keeps features between calls (default: beside the output).", valueName: "file"))
        var store: String?

        @OptionGroup(title: "Computing") var computing: ComputeOptions
        @OptionGroup(title: "Messages") var messages: OutputOptions

        func run() throws {
            let builder = StatisticsBuilder(
                suites: try SuiteRegistry(), locator: WeightLocator.standard, weights: weights,
                metrics: HarnessOptions.list(metrics))
            let store = try Store(path: store ?? output + ".features.sqlite")
            let interruption = Interruption()
            let watch = SignalWatch(interruption) { printToStandardError("\nstopping after this video") }
            let built = try Compute.$current.withValue(computing.compute) {
                try withExtendedLifetime(watch) {
                    try builder.build(
                        videos: reference, to: output, store: store, compute: computing.compute,
                        interruption: interruption, observer: ConsoleObserver(messages))
                }
            }
            try store.close()
            print(
                messages.json
                    ? try jsonText(built)
                    : ([built.path] + built.statistics.map(\.description)).joined(separator: "\n"))
            if built.failed > 0 { throw ExitStatus.partial.exit }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say what a file of statistics holds.")

        @Argument(help: "A .npz file.") var file: String
        @OptionGroup(title: "Messages") var messages: OutputOptions

        func run() throws {
            let found = try ReferenceStatistics.read(path: file).map(StatisticsBuilder.Summary.init)
            print(messages.json ? try jsonText(found) : found.map(\.description).joined(separator: "\n"))
        }
    }
}
