import ArgumentParser
import Foundation
import Runner
import Store

/// `i2vbench reproduce`: the command that makes a run or a number again.
struct ReproduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract: "Print the command that makes a run again, or run it and compare.",
        discussion: """
            The command is the run's own with another folder for what it makes; for a single cell only its row is \
            made and only its metric computed. With --execute it is run where the run was, every number is compared \
            with the old one, and the videos' bytes too.

            Exit codes: 0 all numbers came out to the last bit, 1 some did not, 64 usage, 65 bad data, or the code \
            that the run itself ended with.
            """)

    @Argument(help: ArgumentHelp("A run, or a cell of one. " + CellReference.help, valueName: "run"))
    var target: String

    @Option(help: ArgumentHelp("The store of a run that is a number alone.", valueName: "file"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "Folder for the new run (default: reproduced-RUN beside the store).", valueName: "folder"))
    var out: String?

    @Flag(help: "Run the command and compare what comes out.")
    var execute = false

    @Flag(help: "Print the comparison as JSON.")
    var json = false

    func run() throws {
        let cell = CellReference(argument: target)
        guard let reference = cell?.run ?? RunReference(argument: target) else {
            throw ValidationError("expected a run or RUN:TABLE:CELL, found “\(target)”.")
        }
        let found = try reference.open(store: store)
        let reproduction = try Reproduction(store: found.store, run: found.run)
        let place = try cell.map { try Self.place($0, found) }
        let folder = URL(
            fileURLWithPath: out ?? found.folder.appendingPathComponent("reproduced-\(found.run)").path)
        let arguments = try reproduction.arguments(
            out: folder.path, metrics: place.map { [$0.metric] }, row: place?.row,
            systems: systems(reproduction, found))
        let change = reproduction.plan.directory.map { "cd \(ShellWords.quoted($0)) && " } ?? ""
        let command = change + ShellWords(["i2vbench"] + arguments).text
        for notice in reproduction.notices { printToStandardError("note: \(notice)") }
        guard execute else { return print(command) }
        printToStandardError(command)
        let status = try Self.launch(arguments, in: reproduction.plan.directory)
        guard status == 0 || status == ExitStatus.partial.rawValue else { throw ExitCode(status) }
        try compare(found, with: folder, place)
    }

    /// Row and metric of a cell of ours. A paper's number cannot be made again.
    private static func place(_ cell: CellReference, _ found: RunReference.Found) throws -> (
        row: String, metric: String
    ) {
        switch try CellExplainer(store: found.store, run: found.run).explain(cell.address) {
        case .measured(let explanation): return (explanation.generator.variant, explanation.metric.id)
        case .published(let published):
            throw RunnerError.option(
                "cell", expected: "a number of the run", found: "a number of \(published.citation)",
                advice: "i2vbench explain says where it is printed.")
        }
    }

    /// Imported systems lie in the old run's folder.
    private func systems(_ reproduction: Reproduction, _ found: RunReference.Found) -> [String] {
        reproduction.systems.map {
            found.folder.appendingPathComponent("systems/\($0).json").standardizedFileURL.path
        }
    }

    /// Runs this program again; its report goes to standard error, so that the comparison alone is the result.
    private static func launch(_ arguments: [String], in directory: String?) throws -> Int32 {
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = arguments
        process.standardOutput = FileHandle.standardError
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory, isDirectory: true) }
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func compare(
        _ found: RunReference.Found, with folder: URL, _ place: (row: String, metric: String)?
    ) throws {
        let again = try RunReference(folder: folder.path).open(store: nil)
        let check = try ReproductionCheck(
            of: found.run, in: found.store, against: again.run, in: again.store,
            metrics: place.map { [$0.metric] }, row: place?.row)
        print(json ? try jsonText(check) : Self.text(check))
        if !check.isIdentical { throw ExitStatus.failure.exit }
    }

    private static func text(_ check: ReproductionCheck) -> String {
        var lines = [
            "\(check.values - check.differences.count) of \(check.values) numbers are identical, "
                + "\(check.identicalVideos) of \(check.videos) videos have the same bytes"
        ]
        if check.isSamePlan == false {
            lines.append("the plan is another one: weights or samples have changed")
        }
        lines += check.differences.prefix(20).map { difference in
            let place = [difference.variant, difference.metric, difference.sample].compactMap { $0 }
            let found = difference.found.map { "\($0)" } ?? "no value"
            let seed = difference.seed.map { " seed \($0)" } ?? ""
            return "  \(place.joined(separator: "/"))\(seed): expected \(difference.expected), found \(found)"
        }
        let rest = check.differences.count - 20
        return (lines + (rest > 0 ? ["  … and \(rest) more; --json lists them"] : [])).joined(separator: "\n")
    }
}
