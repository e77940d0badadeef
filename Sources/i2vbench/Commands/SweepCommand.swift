import ArgumentParser
import Foundation
import Runner
import Store

/// `i2vbench sweep`: everything that a plan file asks for.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Carry out a plan: systems × suites × seeds × ablations × metrics.",
        discussion: """
            A plan is a YAML file:

              suites:
                - demo
                - { suite: ucf-101, data: ../ucf101, limit: 64 }
              systems: [consisti2v, systems/SEINE.json]   # generators, and what `i2vbench import` wrote
              seeds: 0..2
              ablations: paper             # or full, frameinit, tcond, scond and these joined by +
              metrics: [fvd, clipsim]      # default: the suite's
              weights: official
              options: { steps: 25 }       # as on the command line
              with_published: true         # as --with-published

            A system may have its own: { system: consisti2v, name: quick, options: { steps: 10 }, weights: \
            my-model, negative_prompt: blur }, over those of the plan. Also: name, generator_weights, protocol \
            (native or consisti2v-256), negative_prompt, crf, lossless, precision, exact; of a suite: name, \
            categories, reference. Paths are relative to the plan. All of a plan is checked before any work.

            Everything finished is kept in the store: the same command again does exactly what is missing, and \
            several processes with the same command share the work, on one machine or on a common disk. --shard \
            needs no communication: each part has a folder of its own, and `i2vbench merge` joins them.

            Exit codes: 0 all well, 1 failure, 2 some samples or metrics are missing, 64 usage, 65 bad data, \
            69 weights unavailable, 130 interrupted.
            """)

    @OptionGroup var options: SweepOptions
    @OptionGroup(title: "Parts of the plan") var narrowing: PlanPartOptions
    @OptionGroup var published: PublishedOption

    @Option(
        help: ArgumentHelp(
            "Only this part of the videos, such as 2/4 (default folder: shards/2-of-4 in the plan's).",
            valueName: "i/n"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "Keep a copy of store and videos here, and go on from it where the folder is empty; for disks that may "
                + "vanish.", valueName: "folder"))
    var saveTo: String?

    @Option(help: ArgumentHelp("Minutes between two such copies.", valueName: "minutes"))
    var saveEvery = 10.0

    @Flag(help: "Print the resolved plan with counts and estimates, and do nothing.")
    var dryRun = false

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func validate() throws {
        guard saveEvery >= 0, saveEvery.isFinite else {
            throw ValidationError("--save-every must be minutes from 0, found \(saveEvery).")
        }
        if shard != nil, !narrowing.part.isWhole {
            throw ValidationError(
                "--shard is a part of the whole plan; write a plan of its own instead of --suite, --row and --metrics."
            )
        }
    }

    func run() throws {
        let part = try shard.map { RunPart.shard(try Shard($0)) } ?? .whole
        let sweep = try options.sweep(only: narrowing.part)
        let folder = folder(sweep.plan, part)
        if dryRun { return try printPlans(sweep, folder) }
        let archive = saveTo.map {
            SweepArchive(of: folder, in: SweepFolder($0), every: saveEvery * 60)
        }
        if try archive?.restore() == true { messages.note("going on from \(saveTo ?? "")") }
        let store = try folder.open(part)
        let session = SweepSession(
            sweep: sweep, messages: messages, threads: options.threadCount,
            withPublished: published.withPublished)
        let result = try session.carryOut(part, store: store, folder: folder, archive: archive)
        if part.isShard, !result.isInterrupted { try store.finishShard() }
        if !part.isShard, !result.isInterrupted {
            try session.report(result, store: store, folder: folder)
        }
        try archive?.save(store)
        try store.close()
        if part.isShard { print(summary(result, folder)) }
        if result.exitCode != 0 { throw ExitCode(result.exitCode) }
    }

    private func folder(_ plan: SweepPlan, _ part: RunPart) -> SweepFolder {
        guard case .shard(let shard) = part, options.out == nil else { return options.folder(plan) }
        return SweepFolder("\(options.folder(plan).path)/shards/\(shard.position)-of-\(shard.count)")
    }

    private func summary(_ result: SweepSession.Result, _ folder: SweepFolder) -> String {
        func sum(_ count: (RunOutcome) -> Int) -> Int { result.outcomes.map(count).reduce(0, +) }
        return
            "shard \(shard ?? ""): \(sum(\.finishedVideos)) of \(sum(\.videos)) videos, \(sum(\.finishedScores)) of "
            + "\(sum(\.scores)) scores\(result.isInterrupted ? ", interrupted" : "")\nstore: \(folder.store)"
    }

    private func printPlans(_ sweep: Sweep, _ folder: SweepFolder) throws {
        let store =
            FileManager.default.fileExists(atPath: folder.store)
            ? try Store(path: folder.store, access: .readOnly) : nil
        let estimates = try sweep.runs.map { try PlanEstimate($0.resolved, store: store) }
        if messages.json { return print(try jsonText(estimates)) }
        for (index, (run, estimate)) in zip(sweep.runs, estimates).enumerated() {
            if index > 0 { print("") }
            print(PlanText(run.resolved.plan, estimate).text)
        }
    }
}
