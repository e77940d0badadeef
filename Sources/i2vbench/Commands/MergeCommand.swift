import ArgumentParser
import Foundation
import Runner
import Store

/// `i2vbench merge`: the shards of a plan become one result.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Join the shards of a plan and write its reports.",
        discussion: """
            The shards have to be all of the plan's, made with the same plan, weights, protocols and version of \
            i2vbench; a disagreement is refused and both sides are named. Numbers and reports are those of a run \
            that was never split.

            Exit codes: 0 all well, 2 some samples or metrics are missing, 64 usage, 65 shards that do not fit.
            """)

    @OptionGroup var options: SweepOptions

    @Argument(
        help: ArgumentHelp(
            "Folders of the shards (default: all in shards/ of the results' folder).", valueName: "shards"))
    var shards: [String] = []

    @OptionGroup var published: PublishedOption
    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let sweep = try options.sweep()
        let folder = options.folder(sweep.plan)
        let merge = ShardMerge(
            sweep.runs.map(\.resolved.plan), planFile: options.plan,
            folders: shards.isEmpty ? found(in: folder) : shards)
        let store = try merge.join(into: folder)
        let session = SweepSession(
            sweep: sweep, messages: messages, threads: options.threadCount,
            withPublished: published.withPublished)
        let result = try session.carryOut(.joined, store: store, folder: folder)
        if !result.isInterrupted { try session.report(result, store: store, folder: folder) }
        try store.close()
        if result.exitCode != 0 { throw ExitCode(result.exitCode) }
    }

    private func found(in folder: SweepFolder) -> [String] {
        let root = folder.path + "/shards"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted {
            $0.compare($1, options: .numeric) == .orderedAscending
        }.map { "\(root)/\($0)" }
    }
}
