import Foundation
import Store
import TestSupport
import Testing

/// Plans as processes: in one piece, by several processes at once, and in shards.
@Suite("A sweep as a process", .serialized)
struct SweepProcessTests {
    /// One undisturbed sweep that the others are compared with.
    static let undisturbed = Swift.Result { () throws -> (SweepFixture, [String], [String: Data]) in
        let fixture = try SweepFixture()
        let result = try fixture.sweep("out")
        guard result.status == 0 else { throw RunProcessTests.UnexpectedStatus(result: result) }
        let out = fixture.path("out")
        return (fixture, try RunProcessTests.contents(out), try SweepFixture.report(out + "/demo"))
    }

    @Test("It ends with a report for every suite, and the same command again changes nothing")
    func twice() throws {
        let (fixture, contents, report) = try Self.undisturbed.get()
        #expect(report.keys.contains("report.md") && report.keys.contains("scores.csv"))
        let text = String(decoding: report["report.md"] ?? Data(), as: UTF8.self)
        #expect(text.contains("i2vbench sweep") && text.contains("demo weights"))
        let again = try fixture.sweep("out")
        #expect(again.status == 0 && again.output.hasSuffix("/out/demo/report.md\n"))
        #expect(try RunProcessTests.contents(fixture.path("out")) == contents)
        #expect(try SweepFixture.report(fixture.path("out") + "/demo") == report)
    }

    @Test("Shards that are joined end in the same rows and the same bytes of the report", arguments: [2, 3])
    func shards(count: Int) throws {
        let (_, contents, report) = try Self.undisturbed.get()
        let fixture = try SweepFixture()
        for position in 1...count {
            let result = try fixture.shard(position, of: count, "shard \(position)")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.hasPrefix("shard \(position)/\(count): "))
            #expect(!FileManager.default.fileExists(atPath: fixture.path("shard \(position)/demo")))
        }
        let result = try fixture.merge((1...count).map { "shard \($0)" }, "out")
        #expect(result.status == 0, "\(result.errors)")
        let out = fixture.path("out")
        #expect(result.output.hasSuffix("/out/demo/report.md\n"))
        #expect(try RunProcessTests.contents(out) == contents)
        let merged = try SweepFixture.report(out + "/demo")
        #expect(merged.keys.sorted() == report.keys.sorted())
        for (name, bytes) in merged {
            #expect(Self.withoutPath(bytes) == Self.withoutPath(report[name] ?? Data()), "\(name)")
        }
    }

    /// The text of a report's file without the path of its plan, which stands in the command.
    static func withoutPath(_ bytes: Data) -> String {
        String(decoding: bytes, as: UTF8.self)
            .replacing(#/i2vbench sweep [^`"\n]*plan\.yaml'?/#, with: "i2vbench sweep")
    }

    @Test("A process that is killed leaves its claims to the others, which finish the run")
    func killed() throws {
        let (_, contents, report) = try Self.undisturbed.get()
        let fixture = try SweepFixture()
        let arguments = ["sweep", fixture.plan, "--out", fixture.path("out"), "--threads", "1"]
        let store = fixture.path("out/store.sqlite")
        var second = try Tool.start(arguments)
        let status = try Tool.stop(
            arguments, with: SIGKILL, once: { RunProcessTests.done(store) >= 2 },
            reset: {
                _ = try second.wait()
                try FileManager.default.removeItem(atPath: fixture.path("out"))
                second = try Tool.start(arguments)
            })
        #expect(status == -SIGKILL)
        #expect(try second.wait() == 0)
        #expect(try RunProcessTests.contents(fixture.path("out")) == contents)
        let left = try SweepFixture.report(fixture.path("out/demo"))
        #expect(left.keys.sorted() == report.keys.sorted())
    }

    @Test("A shard whose disk is lost goes on from its copy")
    func saved() throws {
        let (_, contents, _) = try Self.undisturbed.get()
        let fixture = try SweepFixture()
        let saved = fixture.path("saved")
        let process = try Tool.start([
            "sweep", fixture.plan, "--out", fixture.path("lost"), "--threads", "1", "--shard", "1/1",
            "--save-to", saved, "--save-every", "0",
        ])
        let deadline = Date().addingTimeInterval(600)
        while try process.isRunning(), Date() < deadline, RunProcessTests.done(saved + "/store.sqlite") < 2 {
            Thread.sleep(forTimeInterval: 0.02)
        }
        try process.send(SIGKILL)
        _ = try process.wait()
        let kept = RunProcessTests.done(saved + "/store.sqlite")
        #expect(kept >= 2)
        #expect(try Store(path: saved + "/store.sqlite", access: .readOnly).problems().isEmpty)
        try FileManager.default.removeItem(atPath: fixture.path("lost"))
        let again = try fixture.sweep("elsewhere", ["--shard", "1/1", "--save-to", saved])
        #expect(again.status == 0, "\(again.errors)")
        let merged = try fixture.merge(["saved"], "out")
        #expect(merged.status == 0, "\(merged.errors)")
        #expect(try RunProcessTests.contents(fixture.path("out")) == contents)
    }

    @Test("Shards of other plans are refused, naming both sides")
    func disagreement() throws {
        let fixture = try SweepFixture()
        let text = SweepFixture.text + "\nexact: true"
        #expect(try fixture.shard(1, of: 2, "one").status == 0)
        try text.write(toFile: fixture.plan, atomically: true, encoding: .utf8)
        #expect(try fixture.shard(2, of: 2, "two").status == 0)
        let result = try fixture.merge(["one", "two"], "out")
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(
            result.errors.hasPrefix(
                "error: \(fixture.path("one")) and \(fixture.path("two")) cannot be joined: they differ in the "
                    + "arithmetic.\n  \(fixture.path("one")): fp32\n  \(fixture.path("two")): fp32-exact\n"))
        let missing = try fixture.merge(["two"], "out")
        #expect(missing.status == 65 && missing.errors.contains("shard 1/2 is missing"))
        #expect(!FileManager.default.fileExists(atPath: fixture.path("out")))
    }

    @Test("A bad plan is refused with file and line before any work")
    func badPlan() throws {
        let fixture = try SweepFixture("suites: dmo\nsystems: consisti2v\nseeds: 1,1\n")
        let result = try fixture.sweep("out")
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(
            result.errors == "error: \(fixture.plan):1: there is no suite “dmo”; is “demo” meant?\n"
                + "\(fixture.plan):3: seeds: 1 stands there twice\n")
        #expect(!FileManager.default.fileExists(atPath: fixture.path("out")))
        let shard = try SweepFixture().sweep("out", ["--shard", "3/2"])
        #expect(shard.status == 64 && shard.errors.contains("found “3/2”"))
    }

    @Test("--dry-run prints every suite's plan and does nothing")
    func dryRun() throws {
        let fixture = try SweepFixture(
            SweepFixture.text.replacing(
                "[{ suite: demo, limit: 3 }]",
                with: "[{ suite: demo, limit: 3 }, { suite: demo, name: more, limit: 5 }]"))
        let result = try fixture.sweep("out", ["--dry-run"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("samples    3\n") && result.output.contains("samples    5\n"))
        #expect(!FileManager.default.fileExists(atPath: fixture.path("out")))
    }
}
