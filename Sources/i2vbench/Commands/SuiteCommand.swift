import ArgumentParser
import Benchmarks
import Foundation
import Tensor

/// `i2vbench suite check|prepare`: public data sets as suites.
struct SuiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suite", abstract: "Look through the data set of a suite, or freeze its samples.",
        subcommands: [Check.self, Prepare.self])
}

/// The data set that a command looks at.
struct DatasetOptions: ParsableArguments {
    @Argument(help: "Id of the suite, such as ucf-101; `i2vbench list suites` names them.")
    var suite: String

    @Option(
        help: ArgumentHelp(
            "The folder of the release as it was unpacked, or a frozen list.", valueName: "path"))
    var data: String

    @Option(help: ArgumentHelp("Worker threads (default: all processors).", valueName: "n"))
    var threads: Int?

    func validate() throws {
        if let threads, threads < 1 {
            throw ValidationError("--threads must be at least 1, found \(threads).")
        }
    }

    var compute: Compute { Compute(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount) }

    /// The suite, which must be one of a data set, and its folder. Throws: `SuiteError`.
    func definition() throws -> (SuiteDefinition, folder: String) {
        let registry = try SuiteRegistry()
        let definition = try registry.definition(suite)
        guard definition.dataset != nil else { throw SuiteError.notADataset(suite: suite) }
        return (definition, registry.folder(of: definition))
    }
}

extension DatasetCheck.Depth: ExpressibleByArgument {}

extension SuiteCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what is missing, extra, corrupt, too short, or there twice but for its case.",
            discussion: """
                With a frozen list, exactly its samples are looked at, and files that have changed are listed too.

                Exit codes: 0 complete, 2 incomplete, 64 usage, 65 annotations that cannot be read.
                """)

        @OptionGroup var dataset: DatasetOptions

        @Option(
            help: """
                How closely files are looked at: `names` (are they there), `headers` (first frame and declared \
                length), `frames` (decode everything).
                """)
        var depth = DatasetCheck.Depth.frames

        @OptionGroup(title: "Messages") var messages: OutputOptions

        func run() throws {
            let (definition, folder) = try dataset.definition()
            let check = DatasetCheck(definition: definition, suiteFolder: folder, depth: depth)
            let progress = SharedProgress(messages, "files")
            let report = try Compute.$current.withValue(dataset.compute) {
                try check.report(on: dataset.data) { progress.update($0, of: $1) }
            }
            progress.finish("\(report.opened) opened")
            print(
                messages.json
                    ? try jsonText(SuiteReport(report)) : SuiteReport(report).text(all: messages.verbose))
            if !report.isComplete { throw ExitStatus.partial.exit }
        }
    }

    struct Prepare: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw a suite's samples and freeze them in a list with the hashes of their files.",
            discussion: """
                The list can stand for the data folder everywhere: `i2vbench run ID --data LIST`. Another seed or \
                count makes another suite, whose numbers are never compared with the standard one's.

                Exit codes: 0 written, 64 usage, 65 annotations or samples that cannot be used.
                """)

        @OptionGroup var dataset: DatasetOptions

        @Option(name: .shortAndLong, help: ArgumentHelp("The list to write.", valueName: "FILE.json"))
        var output: String

        @Option(help: "Decides the draw, captions and input frames (default: the suite's).")
        var seed: UInt64?

        @Option(help: ArgumentHelp("Samples to draw (default: the suite's).", valueName: "n"))
        var count: Int?

        @OptionGroup(title: "Messages") var messages: OutputOptions

        func validate() throws {
            if let count, count < 1 { throw ValidationError("--count must be at least 1, found \(count).") }
        }

        func run() throws {
            var (definition, folder) = try dataset.definition()
            if let seed { definition.dataset?.seed = seed }
            if let count { definition.dataset?.count = count }
            let preparation = DatasetPreparation(definition: definition, suiteFolder: folder)
            let progress = SharedProgress(messages, "samples")
            let list = try Compute.$current.withValue(dataset.compute) {
                try preparation.freeze(data: dataset.data, for: output) { progress.update($0, of: $1) }
            }
            try list.write(to: output)
            progress.finish("\(list.samples.count) frozen")
            let summary = ["list": output, "samples": "\(list.samples.count)", "hash": list.hash]
            print(
                messages.json
                    ? try jsonText(summary)
                    : "\(output): \(list.samples.count) samples, suite hash \(list.hash)")
        }
    }
}
