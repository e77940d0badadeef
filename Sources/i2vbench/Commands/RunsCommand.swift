import ArgumentParser
import Foundation
import Runner
import Store

/// `i2vbench runs`: what a store holds.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs of a store.")

    @Option(help: ArgumentHelp("The store.", valueName: "file"))
    var store: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() throws {
        let store = try Store(path: store, access: .readOnly)
        let runs = try store.runs().map { try RunSummary($0, store: store) }
        if json { return print(try jsonText(runs)) }
        var table = ConsoleTable([
            .init("run", isNumber: true), .init("suite"), .init("state"), .init("started"),
            .init("videos", isNumber: true), .init("failed", isNumber: true),
            .init("variants", isNumber: true),
            .init("metrics", isNumber: true),
        ])
        table.rows = runs.map { run in
            [
                "\(run.run)", "\(run.suite) \(run.suiteVersion)", run.state, run.started,
                "\(run.finishedVideos)/\(run.videos)", "\(run.failedVideos)", "\(run.variants)",
                "\(run.metrics)",
            ]
        }
        print(table.text)
    }
}

/// One line of `i2vbench runs`.
private struct RunSummary: Encodable {
    var run: Int64
    var suite: String
    var suiteVersion: String
    var state: String
    var started: String
    var finished: String?
    var videos: Int
    var finishedVideos: Int
    var failedVideos: Int
    var variants: Int
    var metrics: Int
    var planHash: String

    init(_ record: RunRecord, store: Store) throws {
        let units = try store.units(run: record.id)
        (run, suite, suiteVersion) = (record.id, record.suite.name, record.suite.version)
        (state, started, finished) = (record.state.rawValue, record.started, record.finished)
        (videos, planHash) = (units.count, record.planHash)
        finishedVideos = units.count { $0.status == .finished }
        failedVideos = units.count { $0.status == .failed }
        variants = Set(units.map(\.variant)).count
        metrics = try store.metrics(run: record.id).count
    }
}
