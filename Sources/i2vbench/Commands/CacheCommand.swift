import ArgumentParser
import Foundation
import Store

/// `i2vbench cache`: the features that a store keeps for later metrics.
struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "Look at a store's cached features, or make them take less space.",
        subcommands: [Show.self, Prune.self])
}

extension CacheCommand {
    /// `i2vbench cache show`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell how many features there are, and their size.")

        @Option(help: ArgumentHelp("The store.", valueName: "file"))
        var store: String

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() throws {
            let totals = try Store(path: store, access: .readOnly).featureTotals()
            if json { return print(try jsonText(["features": totals.count, "bytes": totals.bytes])) }
            print("\(totals.count) features, \(PlanText.size(totals.bytes))")
        }
    }

    /// `i2vbench cache prune`
    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove the oldest features until the rest fits.",
            discussion: """
                Scores and reports stay as they are. Features that a later run needs again, for another metric or for \
                the value of a set that has grown, are computed again from the videos.
                """)

        @Option(help: ArgumentHelp("The store.", valueName: "file"))
        var store: String

        @Option(help: ArgumentHelp("What features may take: 500M, 2G, 0.", valueName: "size"))
        var maxSize: ByteSize

        @Flag(help: "Print the result as JSON.")
        var json = false

        func run() throws {
            // Opening would make a store where there is none.
            try Store(path: store, access: .readOnly).close()
            let store = try Store(path: store)
            let result = try store.prune(to: maxSize.bytes)
            try store.close()
            if json { return print(try jsonText(result)) }
            print(
                "removed \(result.removed) features (\(PlanText.size(result.freed))), kept \(result.kept) "
                    + "(\(PlanText.size(result.bytes)))")
        }
    }
}

/// A size as people write it: a number, and perhaps K, M, G or T, in powers of 1024.
struct ByteSize: ExpressibleByArgument, Equatable {
    var bytes: Int

    init?(argument: String) {
        let units = ["": 1.0, "K": 1024, "M": 1_048_576, "G": 1_073_741_824, "T": 1_099_511_627_776]
        let number = argument.prefix { $0.isNumber || $0 == "." }
        let unit = argument.dropFirst(number.count).trimmingCharacters(in: .whitespaces).uppercased()
        let name =
            unit.hasSuffix("IB")
            ? String(unit.dropLast(2)) : unit.hasSuffix("B") ? String(unit.dropLast()) : unit
        guard let factor = units[name], let value = Double(number), value * factor < 9e18 else { return nil }
        bytes = Int(value * factor)
    }
}
