import ArgumentParser
import Benchmarks
import Foundation
import Tensor

/// `i2vbench import`: another model's finished videos as a row of a suite's tables.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Match another model's videos to the samples of a suite.",
        discussion: """
            The system then stands in the tables of `i2vbench run SUITE --systems NAME`, beside generated rows or \
            with --generator none. Videos say which sample they belong to by a manifest (columns sample, video and \
            perhaps index), by the sample's id (ID.mp4, ID-0.mp4, ID-seed0.mp4), or as VBench names them \
            (PROMPT-0.mp4).

            --protocol consisti2v-256 brings every video to the size and length of the paper's fair comparison: \
            scaled to cover 256×256, centred window, first 16 frames, 8 fps. The default, native, scores videos as \
            they were made.

            Exit codes: 0 all well, 2 samples without a video or videos that cannot be used, 64 usage, 65 bad data.
            """)

    @Argument(help: "What tables call the model, such as SEINE.")
    var name: String

    @Argument(help: "A folder, a manifest, or a video.")
    var videos: String

    @Option(help: "Id of the suite.")
    var suite: String

    @Option(
        help: ArgumentHelp("The suite's data set, list or files, where it needs them.", valueName: "path"))
    var data: String?

    @Option(help: "How videos are matched: auto, manifest, id or vbench.")
    var match = VideoMatch.Rule.automatic

    @Option(name: .customLong("protocol"), help: "native, or consisti2v-256.")
    var comparison = "native"

    @Option(help: ArgumentHelp("Folder of the suite's runs (default: runs/SUITE).", valueName: "folder"))
    var out: String?

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let rule = comparison == "native" ? nil : try ComparisonProtocol.named(comparison)
        let system = SystemImport(
            suite: try SuiteRegistry().suite(suite, files: data), comparison: rule)
        let progress = SharedProgress(messages, "videos")
        let outcome = try system.run(
            name: name, videos: videos, rule: match, folder: SystemFolder(out: out, suite: suite).path
        ) { progress.update($0, of: $1) }
        progress.finish("\(outcome.system.videos.count) imported")
        let report = ImportReport(outcome)
        print(messages.json ? try jsonText(report) : report.text(all: messages.verbose))
        if !outcome.isComplete { throw ExitStatus.partial.exit }
    }
}

extension VideoMatch.Rule: ExpressibleByArgument {}

/// An import as it is printed.
struct ImportReport: Encodable {
    let name, suite, file, `protocol`: String
    let videos: Int
    let samplesWithoutVideo: [String]
    let videosWithoutSample, unusable: [VideoMatch.Stray]

    /// Names of a list that are printed unless all are asked for.
    private static let shown = 10

    init(_ outcome: SystemImport.Outcome) {
        let system = outcome.system
        (name, suite, file) = (system.name, system.suite, outcome.file)
        `protocol` = system.comparison ?? "native"
        videos = system.videos.count
        samplesWithoutVideo = outcome.match.samplesWithout
        (videosWithoutSample, unusable) = (outcome.match.strays, outcome.unusable)
    }

    func text(all: Bool) -> String {
        let lists = [
            ("samples without a video", samplesWithoutVideo),
            ("videos without a sample", videosWithoutSample.map { "\($0.file): \($0.reason)" }),
            ("videos that cannot be used", unusable.map { "\($0.file): \($0.reason)" }),
        ]
        var lines = ["\(file): \(videos) videos of \(name) for \(suite), \(`protocol`)"]
        for (title, names) in lists where !names.isEmpty {
            lines.append("\(title): \(names.count)")
            let visible = all ? names[...] : names.prefix(Self.shown)
            lines += visible.map { "  \($0)" }
            if visible.count < names.count {
                lines.append("  and \(names.count - visible.count) more; --verbose or --json list all")
            }
        }
        return lines.joined(separator: "\n")
    }
}
