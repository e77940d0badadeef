import Foundation
import Store
import TestSupport
import Testing

/// Sweeps on a real cluster of one node, started here on the loopback interface.
@Suite("Slurm", .serialized)
struct SlurmTests {
    @Test("--dry-run prints the scripts of the array and of the report, and hands in nothing")
    func dryRun() throws {
        let fixture = try SweepFixture()
        let out = fixture.path("out")
        let result = try Tool.run(
            [
                "slurm", "submit", fixture.plan, "--partition", "gpu long", "--array", "3", "--gres", "gpu:1",
                "--time", "1:00:00", "--sbatch=--qos=low", "--out", out, "--dry-run",
            ], environment: ["PATH": "/usr/bin"])
        #expect(result.status == 0, "\(result.errors)")
        let scripts = result.output.components(separatedBy: "# report.sh\n")
        #expect(
            scripts.count == 2
                && scripts[0].hasPrefix("# array.sh\n#!/bin/bash\n#SBATCH --job-name=i2vbench-small\n"))
        for line in [
            "--partition=\"gpu long\"", "--array=1-3", "--gres=gpu:1", "--time=1:00:00", "--qos=low",
            "--requeue",
            "--signal=B:USR1@120", "--output=\"\(out)/slurm/shard-%a.log\"",
        ] { #expect(scripts[0].contains("\n#SBATCH \(line)\n"), "\(line)") }
        #expect(scripts[1].contains("\n#SBATCH --job-name=i2vbench-small-report\n"))
        #expect(scripts[1].contains("\n#SBATCH --qos=low\n") && !scripts[1].contains("gpu:1"))
        for shard in 1...3 { #expect(scripts[1].contains("'\(out)/shards/\(shard)-of-3'")) }
        #expect(!FileManager.default.fileExists(atPath: out))
        for script in scripts {
            let file = fixture.path("script.sh")
            try script.replacing("# array.sh\n", with: "").write(
                toFile: file, atomically: true, encoding: .utf8)
            #expect(try ChildProcess.run(["/bin/bash", "-n", file]).status == 0)
        }
    }

    @Test("Bad values and plans are refused before anything is handed in")
    func refusals() throws {
        let fixture = try SweepFixture()
        func errors(_ arguments: [String]) throws -> (Int32, String) {
            let result = try Tool.run(["slurm"] + arguments + ["--out", fixture.path("out")])
            return (result.status, result.errors)
        }
        let zero = try errors(["submit", fixture.plan, "--array", "0"])
        #expect(zero.0 == 64 && zero.1.contains("--array must be at least 1, found 0."))
        let bad = try SweepFixture("suites: dmo\nsystems: consisti2v\n")
        let plan = try errors(["submit", bad.plan, "--array", "2"])
        #expect(plan.0 == 65 && plan.1.contains(":1: there is no suite “dmo”"))
        let absent = try errors(["status", fixture.plan])
        #expect(absent.0 == 1 && absent.1.contains("there is no record of jobs"))
        #expect(!FileManager.default.fileExists(atPath: fixture.path("out")))
        let result = try Tool.run(
            ["slurm", "submit", fixture.plan, "--array", "2", "--out", fixture.path("out")],
            environment: ["PATH": "/nowhere:/usr/lib/jvm"])
        #expect(result.status == 1 && result.errors.contains("there is no such command on this machine"))
    }

    /// Hands in two shards. Returns: the number of the array.
    private func submit(_ fixture: SweepFixture, to cluster: LoopbackCluster) throws -> String {
        let submitted = try Tool.run(
            [
                "slurm", "submit", fixture.plan, "--partition", "main", "--array", "2", "--cpus-per-task",
                "1",
                "--node-folder", fixture.path("node"), "--save-every", "0", "--out", fixture.path("out"),
            ], environment: cluster.environment)
        #expect(submitted.status == 0, "\(submitted.errors)")
        let jobs = try #require(
            submitted.output.firstMatch(of: #/array (\d+): 2 tasks\nreport (\d+): after them/#))
        return String(jobs.1)
    }

    /// Waits until the first task has saved something. Returns: the store that it saves to.
    private func firstSave(_ fixture: SweepFixture, on cluster: LoopbackCluster) throws -> String {
        let saved = fixture.path("out") + "/shards/1-of-2/store.sqlite"
        try cluster.wait("the first task saves") { RunProcessTests.done(saved) >= 1 }
        return saved
    }

    /// Hurries the first task, which waits for two minutes after it was requeued, and waits for a good report.
    private func finish(_ array: String, _ fixture: SweepFixture, on cluster: LoopbackCluster) throws {
        let records = fixture.path("out") + "/slurm"
        // A node takes nothing of a job whose credential is not newer, in whole seconds, than the end of its last turn.
        Thread.sleep(forTimeInterval: 2)
        _ = try cluster.call(["scontrol", "update", "jobid=\(array)_1", "starttime=now"])
        try cluster.wait("the report is written", seconds: 400) {
            FileManager.default.fileExists(atPath: records + "/report.exit")
        }
        let told = ["report.log", "shard-1.exit", "shard-1.log"].map { name in
            (try? String(contentsOfFile: "\(records)/\(name)", encoding: .utf8)) ?? "no \(name)\n"
        }
        #expect(
            try String(contentsOfFile: records + "/report.exit", encoding: .utf8) == "0\n",
            "\(told.joined())\(cluster.log)")
    }

    @Test(
        "A task that is warned of its time limit saves, asks for another turn and goes on",
        .enabled(if: LoopbackCluster.isUsable), .timeLimit(.minutes(10)))
    func beforeTheTimeLimit() throws {
        let (_, contents, _) = try SweepProcessTests.undisturbed.get()
        let cluster = try LoopbackCluster()
        defer { cluster.stop() }
        let fixture = try SweepFixture()
        let out = fixture.path("out")
        let array = try submit(fixture, to: cluster)
        let saved = try firstSave(fixture, on: cluster)
        // What `--signal=B:USR1@120` makes Slurm send before the limit: to the batch script, and not to the program.
        let warned = try cluster.call(["scancel", "--batch", "--signal=USR1", "\(array)_1"])
        #expect(warned.status == 0, "\(warned.errors)")
        // While it still completes, what ends its first turn would end the second one, too.
        try cluster.wait("the first task is requeued") {
            let shown = try cluster.call(["scontrol", "show", "job", "\(array)_1"]).output
            return shown.contains("Restarts=1") && shown.contains("JobState=PENDING")
        }
        let kept = RunProcessTests.done(saved)
        #expect(kept >= 1 && !FileManager.default.fileExists(atPath: out + "/slurm/shard-1.exit"))
        try finish(array, fixture, on: cluster)
        #expect(RunProcessTests.done(saved) >= kept)
        #expect(try RunProcessTests.contents(out) == contents)
    }

    @Test(
        "An array with a task that is killed and requeued ends in the report of one machine",
        .enabled(if: LoopbackCluster.isUsable), .timeLimit(.minutes(10)))
    func requeued() throws {
        let (_, contents, report) = try SweepProcessTests.undisturbed.get()
        let cluster = try LoopbackCluster()
        defer { cluster.stop() }
        let fixture = try SweepFixture()
        let out = fixture.path("out")
        let array = try submit(fixture, to: cluster)
        // Kill the first task, with all that it has on the node's disk, once it has saved something.
        let saved = try firstSave(fixture, on: cluster)
        let done = RunProcessTests.done(saved)
        #expect(try cluster.call(["scontrol", "requeuehold", "\(array)_1"]).status == 0)
        try cluster.wait("the first task is held") {
            try cluster.call(["squeue", "--noheader", "--jobs=\(array)_1", "--format=%T"]).output
                .hasPrefix("PENDING")
        }
        try FileManager.default.removeItem(atPath: fixture.path("node/i2vbench-\(array)-1"))
        let waiting = try Tool.run(
            ["slurm", "status", fixture.plan, "--out", out], environment: cluster.environment)
        #expect(waiting.status == 2 && waiting.output.contains("\(array)_1"), "\(waiting.errors)")
        #expect(waiting.output.contains("PENDING") && waiting.output.contains("Dependency"))
        #expect(try cluster.call(["scontrol", "release", "\(array)_1"]).status == 0)
        try finish(array, fixture, on: cluster)
        #expect(done >= 1)
        #expect(try RunProcessTests.contents(out) == contents)
        let merged = try SweepFixture.report(out + "/demo")
        #expect(merged.keys.sorted() == report.keys.sorted())
        for (name, bytes) in merged {
            #expect(
                SweepProcessTests.withoutPath(bytes) == SweepProcessTests.withoutPath(report[name] ?? Data()),
                "\(name)")
        }
        let status = try Tool.run(
            ["slurm", "status", fixture.plan, "--out", out, "--json"], environment: cluster.environment)
        #expect(status.status == 0 && status.output.contains(#""COMPLETED""#), "\(status.output)")
        #expect(
            (try? FileManager.default.contentsOfDirectory(atPath: fixture.path("node")))?.isEmpty != false)
    }
}
