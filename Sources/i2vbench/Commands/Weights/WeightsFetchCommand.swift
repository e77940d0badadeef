import ArgumentParser
import Checkpoints
import Downloads
import Foundation
import Runner

/// `i2vbench weights fetch`: brings published files onto this machine.
struct WeightsFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Download published files, going on where a broken download stopped.",
        discussion: """
            Ends with 0 when every file is here, 2 when some are, 69 when none could be had, 65 when what came is \
            not the published file, 1 when the disk is full or cannot be written.
            """)

    @Argument(help: WeightNames.help)
    var names: [String] = []

    @Option(
        help: ArgumentHelp("Everything that these metrics need: ids with commas, or all.", valueName: "ids"))
    var metrics: String?

    @Option(
        help: ArgumentHelp(
            "Ask this address first, for the files at their places below it. May be repeated.",
            valueName: "url"))
    var mirror: [String] = []

    @Flag(help: "Fetch what is here too, for example because it is damaged.")
    var again = false

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func validate() throws {
        if names.isEmpty && metrics == nil {
            throw ValidationError(
                "name what to fetch: a file, a network, a model, --metrics IDS, or all. "
                    + "`i2vbench weights list` shows the names.")
        }
    }

    func run() throws {
        var files = try WeightNames.files(names, orElse: [])
        if let metrics {
            for file in try WeightNames.files(forMetrics: metrics) where !files.contains(file) {
                files.append(file)
            }
        }
        let locator = WeightLocator.standard
        var settings = try DownloadSettings(
            environment: ProcessInfo.processInfo.environment, hub: locator.hub)
        settings.mirrors =
            try mirror.map { try DownloadSettings.folderAddress($0, name: "--mirror") } + settings.mirrors
        let interruption = Interruption()
        let watch = SignalWatch(interruption) {}
        defer { withExtendedLifetime(watch) {} }
        let outcome = try fetch(files, locator: locator, settings: settings, interruption: interruption)
        if messages.json { print(try jsonText(outcome.rows)) }
        if let failure = outcome.failures.first {
            for other in outcome.failures { printToStandardError("error: \(other)") }
            let isPartial = outcome.failures.count < files.count
            throw isPartial ? ExitStatus.partial.exit : ExitCode(failure.exitCode)
        }
    }

    private struct Outcome {
        var rows: [Row] = []
        var failures: [DownloadError] = []
    }

    private func fetch(
        _ files: [OfficialFile], locator: WeightLocator, settings: DownloadSettings,
        interruption: Interruption
    ) throws -> Outcome {
        var outcome = Outcome()
        for file in files {
            let progress = DownloadProgress(file, messages: messages)
            let fetcher = WeightFetcher(
                locator: locator, settings: settings, isCancelled: { interruption.isRequested },
                report: progress.show)
            do {
                let fetched = try fetcher.fetch(file, again: again)
                progress.finish(fetched)
                outcome.rows.append(Row(fetched))
                if !messages.json { print(fetched.path) }
            } catch let error as DownloadError {
                progress.stop()
                // Another file fares no better on a full disk.
                if error.exitCode == ExitStatus.failure.rawValue { throw error }
                outcome.failures.append(error)
                outcome.rows.append(Row(file.id, error))
            } catch is CancellationError {
                progress.stop()
                messages.note("interrupted: what has arrived is kept; run the same command again to go on.")
                throw CancellationError()
            }
        }
        return outcome
    }

    private struct Row: Encodable {
        let name: String
        /// `present`, `fetched` or `failed`.
        let outcome: String
        var path: String?
        var size: Int?
        var source: String?
        var sha256: String?
        var reason: String?

        init(_ file: FetchedFile) {
            (name, outcome) = (file.id, file.wasPresent ? "present" : "fetched")
            (path, size, source, sha256) = (file.path, file.size, file.source, file.sha256)
        }

        init(_ name: String, _ error: DownloadError) {
            (self.name, outcome, reason) = (name, "failed", error.description)
        }
    }
}
