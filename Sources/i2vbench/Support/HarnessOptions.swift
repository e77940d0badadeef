import ArgumentParser
import Benchmarks
import Checkpoints
import Foundation
import Runner
import Store

/// What `run` and `score` have in common.
struct HarnessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Metrics by id, separated by commas; `isim` stands for all of `isim_…`, `all` for everything.",
            valueName: "a,b"))
    var metrics: String?

    @Option(
        help: ArgumentHelp(
            "official, demo, synthetic, synthetic:SALT, or a file or folder of weights.", valueName: "weights"
        ))
    var weights: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Real videos (files, folders, patterns), or .npz files of statistics, that FVD, FID and their like compare "
                + "with (default: the suite's own real clips).",
            valueName: "paths"))
    var reference: [String] = []

    @Option(help: ArgumentHelp("The store (default: store.sqlite in the output folder).", valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp("Folder for videos and report.", valueName: "folder"))
    var out: String?

    @Option(help: ArgumentHelp("At most so many samples, taken from all categories in turn.", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("Only these categories.", valueName: "a,b"))
    var categories: String?

    @Flag(help: "Print the resolved plan with counts and estimates, and do nothing.")
    var dryRun = false

    @Flag(help: "Print a line for every video.")
    var perVideo = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1, found \(limit).") }
    }

    /// The output folder, made if need be. Throws: `RunnerError.unwritable`.
    func outputFolder(default name: String) throws -> URL {
        let folder = URL(fileURLWithPath: out ?? "runs/\(name)", isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw RunnerError.unwritable(path: folder.path, found: error.localizedDescription)
        }
        return folder
    }

    func storePath(in folder: URL) -> String { store ?? folder.appendingPathComponent("store.sqlite").path }

    func fill(_ configuration: inout RunConfiguration) {
        configuration.metrics = metrics.map(Self.list)
        configuration.reference = reference
        configuration.weights = weights
        configuration.limit = limit
        configuration.categories = categories.map(Self.list) ?? []
        let name = CommandLine.arguments.first.map { URL(fileURLWithPath: $0).lastPathComponent }
        configuration.command =
            ShellWords([name ?? "i2vbench"] + CommandLine.arguments.dropFirst()).text
        configuration.directory = FileManager.default.currentDirectoryPath
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
