import ArgumentParser
import Foundation
import Reports
import Runner

/// `i2vbench report`: the report of finished runs again, in other formats or beside published numbers.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write the report of runs again, from the store alone.",
        discussion: """
            One run gives its whole report. Several runs, such as one on ucf-101 and one on msr-vtt, give the tables of \
            the papers with the columns of every suite filled; variants of one name share a row.

            --with-published sets the papers' rows and columns beside ours wherever a table has a metric of the run. \
            They are marked as published, keep the paper's rounding, and are never ranked.
            """)

    @Argument(help: ArgumentHelp(RunReference.help, valueName: "run"))
    var runs: [RunReference]

    @Option(help: ArgumentHelp("The store of runs that are numbers alone.", valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp("Folder to write to (default: the run's own).", valueName: "folder"))
    var out: String?

    @Flag(help: "Set the tables of the papers beside the run's numbers.")
    var withPublished = false

    @Option(
        help: ArgumentHelp(
            "What to write, separated by commas: \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")), "
                + "or all.", valueName: "a,b"))
    var formats = "all"

    func run() throws {
        let formats = try chosenFormats()
        let found = try runs.map { try $0.open(store: store) }
        if found.count > 1 { return try writeTables(found, formats) }
        guard let only = found.first else { return }
        let folder = out.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? only.home
        let page = try RunReport(store: only.store, run: only.run)
            .write(
                to: folder, home: only.home, formats: formats, withPublished: withPublished,
                note: printToStandardError)
        print("report: \(formats.contains(.markdown) ? page.relativePath : folder.relativePath)")
    }

    private func writeTables(_ found: [RunReference.Found], _ formats: Set<ReportFormat>) throws {
        let measured = try found.map {
            MeasuredRun(try RunReport(store: $0.store, run: $0.run).report(withPublished: true))
        }
        guard let out else {
            throw RunnerError.option(
                "--out", expected: "a folder for the tables of several runs", found: "nothing",
                advice: "Name one: --out tables.")
        }
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try Report.write(
            PaperDocument(measured).document, to: folder,
            formats: formats.intersection(ReportFormat.text))
        print("tables: \(folder.relativePath)")
    }

    private func chosenFormats() throws -> Set<ReportFormat> {
        let names = HarnessOptions.list(formats)
        if names == ["all"] { return Set(ReportFormat.allCases) }
        return Set(
            try names.map { name in
                guard let format = ReportFormat(rawValue: name) else {
                    throw RunnerError.unknownName(
                        kind: "format", name, ReportFormat.allCases.map(\.rawValue) + ["all"])
                }
                return format
            })
    }
}
