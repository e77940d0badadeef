import Foundation

/// The cluster's commands.
public struct SlurmCluster: Sendable {
    /// The jobs that a sweep became.
    public struct Submission: Sendable, Hashable, Codable {
        /// Number of the array.
        public var array: String
        /// Number of the job that joins and reports.
        public var report: String
        public var shards: Int
        public var plan: String
    }

    public init() {}

    /// Writes the scripts and hands both jobs in.
    ///
    /// - Throws: `RunnerError.slurm` where `sbatch` is absent or refuses, `RunnerError.unwritable`.
    public func submit(_ job: SlurmJob) throws -> Submission {
        try SweepFolder(job.records).make()
        let scripts = [("array", job.arrayScript), ("report", job.reportScript)].map {
            ("\(job.records)/\($0).sh", $1)
        }
        for (path, text) in scripts { try Self.write(text, path) }
        let array = try number(of: ["sbatch", "--parsable", scripts[0].0])
        let report: String
        do {
            report = try number(
                of: ["sbatch", "--parsable", "--dependency=afterany:\(array)", scripts[1].0])
        } catch {
            // Tasks whose results nobody would join are not left in the queue.
            _ = try? run(["scancel", array])
            throw error
        }
        let submission = Submission(array: array, report: report, shards: job.shards, plan: job.plan)
        try Self.write(try CanonicalJSON.text(submission) + "\n", Self.record(of: job.folder))
        return submission
    }

    /// The jobs of a folder of results.
    ///
    /// - Throws: `RunnerError.slurm` where none were handed in.
    public static func submission(in folder: SweepFolder) throws -> Submission {
        let path = record(of: folder)
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw RunnerError.slurm(
                command: path, found: "there is no record of jobs",
                advice: "Hand the plan in with `i2vbench slurm submit`, or name its folder with --out.")
        }
        do {
            return try CanonicalJSON.value(Submission.self, text)
        } catch {
            throw RunnerError.slurm(
                command: path, found: "not a record of jobs (\(error))", advice: "Hand the plan in again.")
        }
    }

    private static func record(of folder: SweepFolder) -> String { folder.path + "/slurm/jobs.json" }

    private static func write(_ text: String, _ path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw RunnerError.unwritable(path: path, found: VideoFolder.reason(error))
        }
    }

    /// `123` or `123;cluster`.
    private func number(of command: [String]) throws -> String {
        let (status, output, errors) = try run(command)
        let number = output.prefix(while: \.isNumber)
        guard status == 0, !number.isEmpty else {
            throw RunnerError.slurm(
                command: command[0],
                found: (errors.isEmpty ? output : errors).trimmingCharacters(in: .whitespacesAndNewlines),
                advice: "Nothing is in the queue. `--dry-run` prints the scripts.")
        }
        return String(number)
    }

    /// Runs a command that the PATH has, to its end.
    func run(_ command: [String]) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        do {
            try process.run()
        } catch {
            throw RunnerError.slurm(
                command: command[0], found: "could not be started (\(error.localizedDescription))",
                advice: "Run this where the cluster's commands are.")
        }
        // What these commands print is shorter than what a pipe holds.
        let texts = [output, errors].map {
            String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        process.waitUntilExit()
        if process.terminationStatus == 127 {
            throw RunnerError.slurm(
                command: command[0], found: "there is no such command on this machine",
                advice: "Run this where the cluster's commands are; `--dry-run` needs none.")
        }
        return (process.terminationStatus, texts[0], texts[1])
    }
}
