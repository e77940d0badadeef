import Foundation
import Glibc
import TestSupport
import Testing

/// A Slurm cluster of this machine alone, with its own state and ports, on the loopback interface.
///
/// Needs the Debian packages `slurm-wlm` and `munge`, and root, because the daemon of a node starts jobs as their
/// owners.
final class LoopbackCluster {
    /// Whether a cluster can be started here; the reason why not is printed once.
    static let isUsable: Bool = {
        let programs = ["munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue"]
        let missing = programs.filter { name in
            !["/usr/bin", "/usr/sbin"].contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
            }
        }
        let reason: String? =
            !missing.isEmpty
            ? "\(missing.joined(separator: ", ")) not found (Debian packages slurm-wlm and munge)"
            : geteuid() != 0 ? "its daemons need root" : nil
        if let reason { print("skipping the tests on a Slurm cluster: \(reason)") }
        return reason == nil
    }()

    private let folder: String
    private let munge: RunningChild?
    private var daemons: [RunningChild] = []
    let environment: [String: String]

    init() throws {
        // Paths in the configuration cannot have spaces.
        folder = "/tmp/i2vbench-slurm-\(UUID().uuidString.prefix(8))"
        for name in ["state", "spool", "log"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        let base = 20_000 + Int(getpid()) % 10_000
        try Self.configuration(folder, port: base).write(
            toFile: folder + "/slurm.conf", atomically: true, encoding: .utf8)
        environment = ["SLURM_CONF": folder + "/slurm.conf"]
        munge = try Self.startMunge()
        for program in [["/usr/sbin/slurmctld", "-D"], ["/usr/sbin/slurmd", "-D"]] {
            daemons.append(
                try RunningChild(program, environment: environment, errors: "\(folder)/log/daemon.err"))
        }
        try wait("the node is up", seconds: 60) {
            try self.call(["sinfo", "--noheader", "--format=%T"]).output.hasPrefix("idle")
        }
    }

    /// Ends the daemons that were started here, by their own handles.
    func stop() {
        _ = try? call(["scancel", "--user=root"])
        for daemon in daemons.reversed() + [munge].compactMap({ $0 }) {
            try? daemon.send(SIGTERM)
            let deadline = Date().addingTimeInterval(5)
            while (try? daemon.isRunning()) == true, Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
            // A process that is started with signals blocked, as by some threads of the tests, may not hear the first.
            try? daemon.send(SIGKILL)
            _ = try? daemon.wait()
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    func call(_ command: [String]) throws -> ChildProcess {
        try ChildProcess.run(["/usr/bin/env"] + command, environment: environment)
    }

    /// The last lines of what the daemons recorded.
    var log: String {
        ["slurmctld", "slurmd"].map { name in
            String(
                ((try? String(contentsOfFile: "\(folder)/log/\(name).log", encoding: .utf8)) ?? "").suffix(
                    4000))
        }.joined()
    }

    struct TooLong: Error {
        var what: String
        var log: String
    }

    func wait(_ what: String, seconds: Double = 120, until isTrue: () throws -> Bool) throws {
        let deadline = Date().addingTimeInterval(seconds)
        while try !isTrue() {
            guard Date() < deadline else { throw TooLong(what: what, log: log) }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// The service that proves who asks; one that runs already is used.
    private static func startMunge() throws -> RunningChild? {
        if try ChildProcess.run(["/usr/bin/env", "munge", "-n"]).status == 0 { return nil }
        _ = try ChildProcess.run(["/bin/mkdir", "-p", "/run/munge"])
        _ = try ChildProcess.run(["/bin/chown", "munge:", "/run/munge"])
        let daemon = try RunningChild([
            "/usr/sbin/runuser", "-u", "munge", "--", "/usr/sbin/munged", "--foreground",
        ])
        let deadline = Date().addingTimeInterval(20)
        while try ChildProcess.run(["/usr/bin/env", "munge", "-n"]).status != 0, Date() < deadline {
            Thread.sleep(forTimeInterval: 0.1)
        }
        return daemon
    }

    private static func configuration(_ folder: String, port: Int) -> String {
        let host = ProcessInfo.processInfo.hostName.prefix { $0 != "." }
        return """
            ClusterName=loop
            SlurmctldHost=\(host)(127.0.0.1)
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            ProctrackType=proctrack/pgid
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SchedulerType=sched/builtin
            ReturnToService=2
            KillWait=5
            SlurmctldPort=\(port)
            SlurmdPort=\(port + 1)
            StateSaveLocation=\(folder)/state
            SlurmdSpoolDir=\(folder)/spool
            SlurmctldPidFile=\(folder)/slurmctld.pid
            SlurmdPidFile=\(folder)/slurmd.pid
            SlurmctldLogFile=\(folder)/log/slurmctld.log
            SlurmdLogFile=\(folder)/log/slurmd.log
            AccountingStorageType=accounting_storage/none
            JobAcctGatherType=jobacct_gather/none
            MpiDefault=none
            NodeName=\(host) NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
            PartitionName=main Nodes=\(host) Default=YES MaxTime=INFINITE State=UP

            """
    }
}
