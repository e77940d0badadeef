import ArgumentParser
import Foundation
import Reports
import Runner
import Store

/// `i2vbench show`: the numbers of a run.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the numbers of a run.",
        discussion: "`i2vbench runs` lists the runs of a store.")

    @Argument(help: ArgumentHelp("Number of the run.", valueName: "run"))
    var number: Int64

    @Option(help: ArgumentHelp("The store.", valueName: "file"))
    var store: String

    @Flag(help: "Print the result as JSON, in the format of report.json.")
    var json = false

    @Flag(help: "Print a line for every video.")
    var perVideo = false

    func run() throws {
        let store = try Store(path: store, access: .readOnly)
        let report = try RunReport(store: store, run: number).report()
        if json { return print(try JSONRenderer().render(report)) }
        let tables = RunTables(report: report)
        if perVideo { print(tables.perVideo + "\n") }
        print(tables.summary)
    }
}
