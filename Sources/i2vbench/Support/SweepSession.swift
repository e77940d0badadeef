import ArgumentParser
import Benchmarks
import Checkpoints
import Foundation
import Reports
import Runner
import Store
import Tensor

/// What the commands on plan files have in common.
struct SweepOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The plan, a YAML file.", valueName: "plan"), completion: .file())
    var plan: String

    @Option(
        help: ArgumentHelp("Folder of the results (default: runs/ and the plan's name).", valueName: "folder")
    )
    var out: String?

    @Option(help: "Worker threads (default: all processors). Results do not depend on it.")
    var threads: Int?

    func validate() throws {
        if let threads, threads < 1 {
            throw ValidationError("--threads must be at least 1, found \(threads).")
        }
    }

    var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

    /// Reads and resolves the plan. Throws: `RunnerError.plan` and the errors of `PlanResolver`.
    ///
    /// - Parameter part: what of the plan is wanted.
    func sweep(only part: SweepNarrowing = .init()) throws -> Sweep {
        let suites = try Self.suites()
        return try Sweep(
            file: plan, suites: suites,
            resolver: PlanResolver(suites: suites, locator: WeightLocator.standard), only: part,
            threads: threadCount, command: ShellWords(["i2vbench", "sweep", plan]).text,
            directory: FileManager.default.currentDirectoryPath)
    }

    /// Reads the plan alone.
    func plan(_ suites: SuiteRegistry) throws -> SweepPlan { try SweepPlan(file: plan, suites: suites) }

    static func suites() throws -> SuiteRegistry { try SuiteRegistry() }

    /// The folder of the whole plan's results.
    func folder(_ plan: SweepPlan) -> SweepFolder { SweepFolder(out ?? "runs/\(plan.name)") }
}

/// Carries out a sweep or a part of it, writes its reports and prints their tables.
struct SweepSession {
    let sweep: Sweep
    let messages: OutputOptions
    let threads: Int
    /// Whether reports have the tables of the papers even if the plan does not ask for them.
    let withPublished: Bool

    /// How a part ended.
    struct Result {
        var outcomes: [RunOutcome]

        var isInterrupted: Bool { outcomes.contains(where: \.isInterrupted) }

        /// That of the worst run; nothing has its weights only where no run has.
        var exitCode: Int32 {
            let codes = outcomes.map(\.exitCode)
            if isInterrupted { return ExitStatus.interrupted.rawValue }
            if codes.allSatisfy({ $0 == 0 }) { return 0 }
            return codes.allSatisfy { $0 == 69 } ? 69 : ExitStatus.partial.rawValue
        }
    }

    /// Runs the plans of all suites, one after the other, until the end or an interruption.
    func carryOut(_ part: RunPart, store: Store, folder: SweepFolder, archive: SweepArchive? = nil) throws
        -> Result
    {
        let interruption = Interruption()
        let watch = messages.watch(interruption)
        defer { withExtendedLifetime(watch) {} }
        let console = ConsoleObserver(messages)
        let observer: any RunObserver =
            if let archive { SavingObserver(console, archive: archive, store: store) } else { console }
        var result = Result(outcomes: [])
        try Compute.$current.withValue(sweep.plan.compute(threads: threads)) {
            for run in sweep.runs {
                if sweep.runs.count > 1 { messages.note("\(run.name):") }
                let outcome = try Runner(
                    run.resolved, store: store, videoRoot: folder.videos, part: part,
                    interruption: interruption, observer: observer
                ).run()
                result.outcomes.append(outcome)
                if outcome.isInterrupted { break }
            }
        }
        if result.isInterrupted {
            let last = result.outcomes.last
            messages.note(
                "interrupted: \(last?.finishedVideos ?? 0) of \(last?.videos ?? 0) videos and "
                    + "\(last?.finishedScores ?? 0) of \(last?.scores ?? 0) scores are saved; run the same command "
                    + "again to go on.")
        }
        return result
    }

    /// Writes a report for every suite and prints what they say.
    func report(_ result: Result, store: Store, folder: SweepFolder) throws {
        var reports: [Report] = []
        for (run, outcome) in zip(sweep.runs, result.outcomes) {
            let target = folder.report(run)
            try SweepFolder(target.path).make()
            reports.append(
                try RunReport(store: store, run: outcome.run).write(
                    to: target, resolved: run.resolved,
                    withPublished: withPublished || sweep.plan.withPublished,
                    observer: ConsoleObserver(messages)))
        }
        if messages.json {
            let texts = try reports.map { try JSONRenderer().render($0).trimmingCharacters(in: .newlines) }
            return print("[\(texts.joined(separator: ",\n"))]")
        }
        for (index, report) in reports.enumerated() {
            if index > 0 { print("") }
            if reports.count > 1 { print("\(sweep.runs[index].name)\n") }
            print(RunTables(report: report).summary)
            print("report: \(folder.report(sweep.runs[index]).appendingPathComponent("report.md").path)")
        }
    }
}
