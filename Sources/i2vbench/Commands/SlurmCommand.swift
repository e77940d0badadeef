import ArgumentParser
import Foundation
import Runner
import Store

/// `i2vbench slurm`: sweeps on a cluster.
struct SlurmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slurm", abstract: "Carry out a plan on a Slurm cluster, or see how far it is.",
        subcommands: [Submit.self, Status.self])
}

extension SlurmCommand {
    /// `i2vbench slurm submit`
    struct Submit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hand in a plan as a job array, one shard a task, and a job that joins and reports.",
            discussion: """
                A task works on the disk of its node and keeps a copy in the results' folder, which all nodes have to \
                share. A task that is killed and requeued goes on from there, on whatever node; with --time it asks \
                for another turn itself. The second job starts when all tasks have ended and writes what \
                `i2vbench sweep` on one machine would have written.

                The plan is checked before anything is handed in.
                """)

        @OptionGroup var options: SweepOptions

        @Option(help: "Tasks of the array: into how many shards the plan is split.")
        var array: Int

        @Option(help: "Partition (default: the cluster's).")
        var partition: String?

        @Option(help: ArgumentHelp("Generic resources of a task, such as gpu:1.", valueName: "list"))
        var gres: String?

        @Option(help: "Account.")
        var account: String?

        @Option(help: ArgumentHelp("Time limit of a task, as Slurm writes it: 4:00:00.", valueName: "time"))
        var time: String?

        @Option(help: ArgumentHelp("Processors of a task.", valueName: "n"))
        var cpusPerTask: Int?

        @Option(help: ArgumentHelp("Memory of a task: 16G.", valueName: "size"))
        var mem: String?

        @Option(
            help: ArgumentHelp(
                "Another option of sbatch, whole, for both jobs: --sbatch=--qos=low; may be repeated.",
                valueName: "option"))
        var sbatch: [String] = []

        @Option(
            help: ArgumentHelp(
                "Folder on the disk of a node (default: SLURM_TMPDIR, TMPDIR or /tmp).", valueName: "folder"))
        var nodeFolder: String?

        @Option(help: ArgumentHelp("Minutes between two copies of a task's work.", valueName: "minutes"))
        var saveEvery = 10.0

        @OptionGroup var published: PublishedOption

        @Flag(help: "Print both scripts and hand in nothing.")
        var dryRun = false

        @OptionGroup(title: "Messages") var messages: OutputOptions

        func validate() throws {
            guard array >= 1 else { throw ValidationError("--array must be at least 1, found \(array).") }
            if let cpusPerTask, cpusPerTask < 1 {
                throw ValidationError("--cpus-per-task must be at least 1, found \(cpusPerTask).")
            }
            guard saveEvery >= 0, saveEvery.isFinite else {
                throw ValidationError("--save-every must be minutes from 0, found \(saveEvery).")
            }
            if let odd = sbatch.first(where: { !$0.hasPrefix("-") }) {
                throw ValidationError("--sbatch takes an option such as --qos=low, found “\(odd)”.")
            }
        }

        func run() throws {
            let sweep = try options.sweep()
            let job = try SlurmJob(
                name: sweep.plan.name, program: try Self.program(),
                plan: URL(fileURLWithPath: options.plan).standardizedFileURL.path,
                directory: FileManager.default.currentDirectoryPath,
                folder: options.folder(sweep.plan), shards: array,
                resources: .init(
                    partition: partition, account: account, time: time, others: sbatch, gres: gres,
                    processors: cpusPerTask, memory: mem), nodeFolder: nodeFolder, saveEvery: saveEvery,
                withPublished: published.withPublished)
            if dryRun {
                return print(
                    "# array.sh\n\(job.arrayScript)\n# report.sh\n\(job.reportScript)", terminator: "")
            }
            let submission = try SlurmCluster().submit(job)
            if messages.json { return print(try jsonText(submission)) }
            print(
                """
                array \(submission.array): \(submission.shards) tasks
                report \(submission.report): after them
                logs: \(job.records)
                `i2vbench slurm status \(options.plan)\(options.out.map { " --out " + ShellWords.quoted($0) } ?? "")` \
                tells how far they are
                """)
        }

        /// This program, as other processes can start it.
        private static func program() throws -> String {
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        }
    }

    /// `i2vbench slurm status`
    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell how far the jobs of a plan are.",
            discussion: "Exit codes: 0 the reports are there, 2 not yet.")

        @OptionGroup var options: SweepOptions
        @OptionGroup(title: "Messages") var messages: OutputOptions

        func run() throws {
            let plan = try options.plan(SweepOptions.suites())
            let status = try SlurmStatus(of: options.folder(plan))
            if messages.json {
                print(try jsonText(status))
            } else {
                var table = ConsoleTable([
                    .init("job"), .init("state"), .init("videos", isNumber: true),
                    .init("scores", isNumber: true), .init("note"),
                ])
                table.rows =
                    status.tasks.map {
                        ["\(status.array)_\($0.shard)", $0.state, "\($0.videos)", "\($0.scores)", $0.note]
                    } + [[status.report, status.reportState, "", "", status.reportNote]]
                print(table.text)
            }
            if !status.isFinished { throw ExitStatus.partial.exit }
        }
    }
}
