import Foundation
import Store

/// How far the jobs of a sweep are.
public struct SlurmStatus: Sendable, Hashable, Codable {
    public struct Task: Sendable, Hashable, Codable {
        /// From 1.
        public var shard: Int
        /// In Slurm's words while it knows the job, then `COMPLETED`, `FAILED` or `UNKNOWN`.
        public var state: String
        /// Why it waits, or the exit code of its program.
        public var note: String
        /// Finished in the last copy.
        public var videos: Int
        public var scores: Int
    }

    public var array: String
    public var tasks: [Task]
    public var report: String
    public var reportState: String
    public var reportNote: String

    /// Whether the reports are there.
    public var isFinished: Bool { reportState == Self.completed }

    static let completed = "COMPLETED"

    /// - Throws: `RunnerError.slurm` where nothing was handed in or `squeue` is absent, `StoreError`.
    public init(of folder: SweepFolder, cluster: SlurmCluster = SlurmCluster()) throws {
        let jobs = try SlurmCluster.submission(in: folder)
        let queue = try Self.queue(jobs, cluster)
        (array, report) = (jobs.array, jobs.report)
        tasks = try (1...max(1, jobs.shards)).map { shard in
            let (state, note) = Self.state(
                queue["\(jobs.array) \(shard)"], exitFile: "\(folder.path)/slurm/shard-\(shard).exit")
            let saved = SweepFolder("\(folder.path)/shards/\(shard)-of-\(jobs.shards)")
            let progress = try Self.progress(saved)
            return Task(
                shard: shard, state: state, note: note, videos: progress.videos, scores: progress.scores)
        }
        (reportState, reportNote) = Self.state(
            queue[jobs.report + " N/A"], exitFile: folder.path + "/slurm/report.exit")
    }

    private static func progress(_ folder: SweepFolder) throws -> (videos: Int, scores: Int) {
        guard FileManager.default.fileExists(atPath: folder.store) else { return (0, 0) }
        let store = try Store(path: folder.store, access: .readOnly)
        defer { try? store.close() }
        return try store.progress()
    }

    /// State and reason by job and task.
    private static func queue(_ jobs: SlurmCluster.Submission, _ cluster: SlurmCluster) throws
        -> [String: (state: String, reason: String)]
    {
        var found: [String: (state: String, reason: String)] = [:]
        // A job that ended some minutes ago is unknown, and then the command fails for all that it was asked for.
        for job in [jobs.array, jobs.report] {
            let answer = try cluster.run([
                "squeue", "--noheader", "--array", "--states=all", "--jobs=\(job)", "--format=%F|%K|%T|%r",
            ])
            guard answer.status == 0 else { continue }
            for line in answer.output.split(separator: "\n") {
                let fields = line.split(separator: "|", omittingEmptySubsequences: false).map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                guard fields.count == 4 else { continue }
                found["\(fields[0]) \(fields[1])"] = (fields[2], fields[3] == "None" ? "" : fields[3])
            }
        }
        return found
    }

    private static func state(_ queued: (state: String, reason: String)?, exitFile: String) -> (
        String, String
    ) {
        let ended = ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY"]
        if let queued, !ended.contains(queued.state) { return (queued.state, queued.reason) }
        guard let text = try? String(contentsOfFile: exitFile, encoding: .utf8),
            let code = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return (queued?.state ?? "UNKNOWN", queued?.reason ?? "") }
        return (code == 0 || code == 2 ? completed : "FAILED", "exit \(code)")
    }
}
