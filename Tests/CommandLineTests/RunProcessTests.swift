import Foundation
import Store
import TestSupport
import Testing

/// Real processes on real stores: what remains after whatever ends them.
@Suite("A run as a process", .serialized)
struct RunProcessTests {
    /// Four samples, two variants of the small model with one step each, real clips, and the metric of pixels.
    static func arguments(_ out: String) -> [String] {
        [
            "run", "demo", "--limit", "4", "--steps", "1", "--metrics", "temporal_flickering", "--threads",
            "1",
            "--out", out,
        ]
    }

    /// Everything in a store apart from row ids, times and measurements.
    static func contents(_ out: String) throws -> [String] {
        let store = try Store(path: out + "/store.sqlite", access: .readOnly)
        return try store.rows("SELECT plan_hash, state FROM run") + store.contents()
    }

    /// Files of the videos with their bytes' count, without half-written ones.
    static func files(_ out: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: out + "/videos").sorted()
    }

    /// One undisturbed run that the others are compared with.
    static let undisturbed = Swift.Result { () throws -> (Workspace, [String], [String]) in
        let workspace = try Workspace()
        let out = workspace.path("out")
        let result = try Tool.run(arguments(out))
        guard result.status == 0 else { throw UnexpectedStatus(result: result) }
        return (workspace, try contents(out), try files(out))
    }

    struct UnexpectedStatus: Error { var result: ChildProcess }

    @Test("It ends with a report, and the same command again changes nothing")
    func twice() throws {
        let (workspace, before, files) = try Self.undisturbed.get()
        let out = workspace.path("out")
        for name in ["report.md", "report.json", "scores.csv"] {
            #expect(FileManager.default.fileExists(atPath: "\(out)/\(name)"))
        }
        let markdown = try String(contentsOfFile: out + "/report.md", encoding: .utf8)
        #expect(markdown.contains("demo weights") && markdown.contains("N = "))
        let again = try Tool.run(Self.arguments(out))
        #expect(again.status == 0)
        #expect(again.output.contains("temporal_flickering") && again.output.hasSuffix("/out/report.md\n"))
        #expect(again.output.contains("‡ made with demo weights"))
        #expect(!again.errors.contains("generating") && !again.errors.contains("scoring"))
        #expect(try Self.contents(out) == before)
        #expect(try Self.files(out) == files)
        #expect(files.count { $0.hasSuffix(".mp4") } == 8)
    }

    @Test("kill -9 at any moment loses only the unit in hand")
    func killed() throws {
        let (_, expected, files) = try Self.undisturbed.get()
        let workspace = try Workspace()
        let out = workspace.path("out")
        var generator = SystemRandomNumberGenerator()
        var finished = 0
        for _ in 0..<40 {
            let process = try Tool.start(Self.arguments(out))
            let store = out + "/store.sqlite"
            // Wait for progress beyond the last attempt's, then for a random moment after it.
            let deadline = Date().addingTimeInterval(600)
            var count = finished
            while try process.isRunning(), Date() < deadline, count <= finished {
                Thread.sleep(forTimeInterval: 0.02)
                count = Self.done(store)
            }
            finished = max(finished, count)
            Thread.sleep(forTimeInterval: Double.random(in: 0..<0.3, using: &generator))
            try process.send(SIGKILL)
            if try process.wait() == 0 { break }
            // Whatever was finished when the process was killed is there and whole.
            let left = try Store(path: store, access: .readOnly)
            #expect(try left.problems().isEmpty)
            #expect(Self.done(store) >= finished)
            finished = Self.done(store)
        }
        #expect(try Tool.run(Self.arguments(out)).status == 0)
        #expect(try Self.contents(out) == expected)
        #expect(try Self.files(out) == files)
    }

    /// Finished videos and scores.
    static func done(_ path: String) -> Int {
        guard FileManager.default.fileExists(atPath: path),
            let store = try? Store(path: path, access: .readOnly),
            let rows = try? store.rows(
                "SELECT (SELECT count(*) FROM video WHERE status = 'finished') + (SELECT count(*) FROM score)"
            )
        else { return 0 }
        return rows.first.flatMap { Int($0) } ?? 0
    }

    @Test(
        "Ctrl-C finishes the video in hand, ends with 130, and the next run goes on",
        arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) throws {
        let (_, expected, _) = try Self.undisturbed.get()
        let workspace = try Workspace()
        let out = workspace.path("out")
        let status = try Tool.stop(
            Self.arguments(out), with: signal, once: { Self.done(out + "/store.sqlite") >= 1 },
            reset: { try FileManager.default.removeItem(atPath: out) })
        #expect(status == 130)
        let store = try Store(path: out + "/store.sqlite", access: .readOnly)
        #expect(try store.rows("SELECT state FROM run") == [#""interrupted""#])
        #expect(try store.rows("SELECT count(*) FROM claim") == ["0"])
        #expect(try store.problems().isEmpty)
        #expect(try Tool.run(Self.arguments(out)).status == 0)
        #expect(try Self.contents(out) == expected)
    }

    @Test("Two processes on one store share the work")
    func shared() throws {
        let (_, expected, files) = try Self.undisturbed.get()
        let workspace = try Workspace()
        let out = workspace.path("out")
        let processes = [try Tool.start(Self.arguments(out)), try Tool.start(Self.arguments(out))]
        for process in processes {
            #expect(try process.wait() == 0)
        }
        #expect(try Self.contents(out) == expected)
        #expect(try Self.files(out) == files)
    }

    @Test("The number of threads changes no byte")
    func threads() throws {
        let (_, expected, _) = try Self.undisturbed.get()
        let workspace = try Workspace()
        let out = workspace.path("out")
        var arguments = Self.arguments(out)
        arguments[arguments.firstIndex(of: "--threads")! + 1] = "3"
        #expect(try Tool.run(arguments).status == 0)
        #expect(try Self.contents(out) == expected)
    }

    @Test("runs, show and --json tell the same numbers")
    func showing() throws {
        let (workspace, _, _) = try Self.undisturbed.get()
        let store = workspace.path("out") + "/store.sqlite"
        let runs = try Tool.run(["runs", "--store", store])
        #expect(runs.status == 0 && runs.errors.isEmpty)
        #expect(
            runs.output.contains("demo 1.1") && runs.output.contains("8/8")
                && runs.output.contains("finished"))
        let shown = try Tool.run(["show", "1", "--store", store, "--per-video"])
        #expect(shown.status == 0 && shown.output.contains("temporal_flickering"))
        let json = try Tool.run(["show", "1", "--store", store, "--json"])
        let record = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let content = try #require(record["content"] as? [String: Any])
        #expect((content["scores"] as? [Any])?.count == 8)
        let missing = try Tool.run(["show", "7", "--store", store])
        #expect(missing.status == 65)
        #expect(missing.errors == "error: \(store): there is no run 7; the store holds 1.\n")
    }
}
