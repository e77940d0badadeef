import ArgumentParser
import Foundation
import Runner
import Store

/// A run as commands name it: its number in `--store`, or `FOLDER:NUMBER`, or a folder for the newest run in it.
struct RunReference: ExpressibleByArgument, Hashable {
    static let help =
        "A run: its number in --store, FOLDER:NUMBER, or FOLDER for the newest run of its store."

    /// Folder of a run or file of a store; nil for the one that `--store` names.
    var path: String?
    /// nil for the newest.
    var number: Int64?

    init(folder: String) { path = folder }

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        if let number = Int64(argument) {
            self.number = number
        } else if let colon = argument.lastIndex(of: ":"),
            let number = Int64(argument[argument.index(after: colon)...])
        {
            (path, self.number) = (String(argument[..<colon]), number)
        } else {
            path = argument
        }
    }

    /// A run with the store that it is in.
    struct Found {
        var store: Store
        var run: Int64
        /// Folder of the store.
        var folder: URL
        /// Where the run wrote its report: a sweep has a folder for each of its suites.
        var home: URL
    }

    /// Throws: `RunnerError.option`, `StoreError`.
    func open(store option: String?) throws -> Found {
        guard let named = path ?? option else {
            throw RunnerError.option(
                "run", expected: "FOLDER:NUMBER, or a number together with --store", found: "\(number ?? 0)",
                advice: "Name the store: --store runs/demo/store.sqlite.")
        }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: named, isDirectory: &isFolder)
        let file = exists && isFolder.boolValue ? named + "/store.sqlite" : named
        let store = try Store(path: file, access: .readOnly)
        let known = try store.runs().map(\.id)
        guard let run = number ?? known.last else {
            throw RunnerError.option(
                "run", expected: "a store with a run in it", found: file,
                advice: "Make one with i2vbench run.")
        }
        // Asking for its record tells a number that is not there from one that is.
        let name = SweepFolder.reportName(of: try store.run(run))
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        return Found(
            store: store, run: run, folder: folder,
            home: name.map { folder.appendingPathComponent($0, isDirectory: true) } ?? folder)
    }
}
