import Foundation

/// A sweep as a job array of a Slurm cluster, one shard a task, with a job after it that joins the shards and writes
/// the reports.
///
/// A task works on the node's own disk and keeps a copy in the results' folder, from which it goes on after it was
/// requeued, on whatever node.
public struct SlurmJob: Sendable, Hashable {
    /// What both jobs ask the cluster for.
    public struct Resources: Sendable, Hashable {
        public var partition: String?
        public var account: String?
        /// Time limit of a task, as Slurm writes it. A task asks to be requeued shortly before it is over.
        public var time: String?
        /// Other options of `sbatch`, whole: `--qos=low`.
        public var others: [String]
        /// For tasks of the array alone.
        public var gres: String?
        public var processors: Int?
        public var memory: String?

        public init(
            partition: String? = nil, account: String? = nil, time: String? = nil, others: [String] = [],
            gres: String? = nil, processors: Int? = nil, memory: String? = nil
        ) {
            (self.partition, self.account, self.time, self.others) = (partition, account, time, others)
            (self.gres, self.processors, self.memory) = (gres, processors, memory)
        }
    }

    /// What the jobs are called.
    public var name: String
    /// `i2vbench` by its full path, which has to be the same on all nodes.
    public var program: String
    /// The plan by its full path.
    public var plan: String
    /// Where the command was given; the jobs start there.
    public var directory: String
    /// Folder of the results, on a disk that all nodes share.
    public var folder: SweepFolder
    public var shards: Int
    public var resources: Resources
    /// Folder on the disk of a node; nil for what the cluster names, or the usual one for temporary files.
    public var nodeFolder: String?
    /// Minutes between two copies of a task's work.
    public var saveEvery: Double
    /// Whether the reports have the tables of the papers even if the plan does not ask for them.
    public var withPublished: Bool

    /// - Throws: `RunnerError.option` for fewer than one shard, and for values that do not fit into one line.
    public init(
        name: String, program: String, plan: String, directory: String, folder: SweepFolder, shards: Int,
        resources: Resources, nodeFolder: String? = nil, saveEvery: Double = 10, withPublished: Bool = false
    ) throws {
        (self.name, self.program, self.plan, self.directory) = (name, program, plan, directory)
        (self.folder, self.shards, self.resources) = (folder, shards, resources)
        (self.nodeFolder, self.saveEvery) = (nodeFolder, saveEvery)
        self.withPublished = withPublished
        guard shards >= 1 else {
            throw RunnerError.option(
                "--array", expected: "a number of tasks from 1", found: "\(shards)",
                advice: "Every task works on one shard.")
        }
        let words = [
            name, program, plan, directory, folder.path, nodeFolder, resources.partition, resources.account,
            resources.time, resources.gres, resources.memory,
        ].compactMap { $0 }
        for word in words + resources.others where word.contains(where: \.isNewline) {
            throw RunnerError.option(
                "slurm submit", expected: "names of one line", found: word, advice: "Remove the line break.")
        }
    }

    /// Scripts, logs and states of the jobs.
    public var records: String { folder.path + "/slurm" }

    /// The folder of a shard's saved results.
    func saved(_ shard: Int) -> SweepFolder { SweepFolder("\(folder.path)/shards/\(shard)-of-\(shards)") }

    /// Written at the end of a task: the exit code of its program.
    func exitFile(shard: Int) -> String { "\(records)/shard-\(shard).exit" }
    var reportExitFile: String { "\(records)/report.exit" }
}
