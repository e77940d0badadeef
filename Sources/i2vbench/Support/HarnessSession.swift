import ArgumentParser
import Benchmarks
import Checkpoints
import Foundation
import Reports
import Runner
import Store
import Tensor

/// Resolves a plan, carries it out, writes the report and prints the tables: the common part of `run` and `score`.
struct HarnessSession {
    let options: HarnessOptions
    let messages: OutputOptions
    /// Name of the output folder when none is given.
    let defaultFolder: String

    /// - Throws: `ExitCode` for runs that are partial or interrupted, besides the errors of the modules.
    func run(_ configuration: RunConfiguration) throws {
        let resolver = PlanResolver(
            suites: try SuiteRegistry(), locator: WeightLocator.standard)
        let resolved = try resolver.resolve(configuration)
        if options.dryRun { return try printPlan(resolved) }
        let folder = try options.outputFolder(default: defaultFolder)
        let store = try Store(path: options.storePath(in: folder))
        let outcome = try carryOut(resolved, store: store, folder: folder)
        if outcome.isInterrupted {
            messages.note(
                "interrupted: \(outcome.finishedVideos) of \(outcome.videos) videos and "
                    + "\(outcome.finishedScores) of \(outcome.scores) scores are saved; run the same command "
                    + "again to go on.")
            throw ExitStatus.interrupted.exit
        }
        if messages.verbose { messages.note(Self.text(outcome.work)) }
        let report = try RunReport(store: store, run: outcome.run).write(
            to: folder, resolved: resolved, observer: ConsoleObserver(messages))
        try print(report, folder: folder)
        try store.close()
        if outcome.exitCode != 0 { throw ExitCode(outcome.exitCode) }
    }

    private func carryOut(_ resolved: ResolvedPlan, store: Store, folder: URL) throws -> RunOutcome {
        let interruption = Interruption()
        let watch = messages.watch(interruption)
        defer { withExtendedLifetime(watch) {} }
        return try Runner(
            resolved, store: store, videoRoot: folder.appendingPathComponent("videos").path,
            interruption: interruption, observer: ConsoleObserver(messages)
        ).run()
    }

    /// What this process read and computed; nothing where everything was there already.
    private static func text(_ work: RunOutcome.Work) -> String {
        let forwards = work.forwards.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return
            "\(work.generated) videos made, \(work.decoded) decoded, \(work.scored) scores; inputs through "
            + "networks: \(forwards.isEmpty ? "none" : forwards.joined(separator: ", "))"
    }

    private func print(_ report: Report, folder: URL) throws {
        if messages.json { return Swift.print(try JSONRenderer().render(report)) }
        let tables = RunTables(report: report)
        if options.perVideo { Swift.print(tables.perVideo + "\n") }
        Swift.print(tables.summary)
        Swift.print("report: \(folder.appendingPathComponent("report.md").relativePath)")
    }

    private func printPlan(_ resolved: ResolvedPlan) throws {
        let path = options.store ?? (options.out ?? "runs/\(defaultFolder)") + "/store.sqlite"
        let store =
            FileManager.default.fileExists(atPath: path) ? try Store(path: path, access: .readOnly) : nil
        let estimate = try PlanEstimate(resolved, store: store)
        Swift.print(messages.json ? try jsonText(estimate) : PlanText(resolved.plan, estimate).text)
    }
}
