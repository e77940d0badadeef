import Foundation
import TestSupport
import Testing

/// Published rows beside a sweep's numbers, and numbers of it made again.
@Suite("A sweep's reports and numbers as processes", .serialized)
struct SweepPartTests {
    private static let text = """
        name: two
        suites: [{ suite: demo, limit: 2 }, { suite: demo, name: aquarium, categories: fish, limit: 2 }]
        systems:
          - consisti2v
          - { system: consisti2v, name: guided less, options: { text-guidance: 1.5 } }
        ablations: [full, frameinit]
        metrics: [temporal_flickering, clipsim]
        options: { steps: 1 }
        """

    private static let finished = Swift.Result { () throws -> SweepFixture in
        let fixture = try SweepFixture(text)
        let result = try fixture.sweep("out")
        guard result.status == 0 else { throw RunProcessTests.UnexpectedStatus(result: result) }
        return fixture
    }

    @Test("Published tables stand beside its numbers as `report --with-published` sets them")
    func published() throws {
        let fixture = try Self.finished.get()
        let out = fixture.path("out")
        let again = try fixture.sweep("out", ["--with-published"])
        #expect(again.status == 0, "\(again.errors)")
        let page = try String(contentsOfFile: out + "/aquarium/report.md", encoding: .utf8)
        #expect(page.contains("ConsistI2V (published)") && page.contains("guided less w/o FrameInit"))
        let reported = try Tool.run(
            [
                "report", out + ":2", "--with-published", "--formats", "markdown", "--out",
                fixture.path("again"),
            ])
        #expect(reported.status == 0, "\(reported.errors)")
        #expect(try String(contentsOfFile: fixture.path("again/report.md"), encoding: .utf8) == page)

        // A plan may ask for them itself, in whichever way it is carried out.
        let asking = try SweepFixture(Self.text + "\nwith_published: true")
        for part in 1...2 { #expect(try asking.shard(part, of: 2, "shard \(part)").status == 0) }
        let merged = try asking.merge(["shard 1", "shard 2"], "out")
        #expect(merged.status == 0, "\(merged.errors)")
        let files = try SweepFixture.report(asking.path("out/aquarium"))
        let expected = try SweepFixture.report(out + "/aquarium")
        for name in ["report.md", "report.json"] {
            #expect(
                SweepProcessTests.withoutPath(files[name] ?? Data())
                    == SweepProcessTests.withoutPath(expected[name] ?? Data()), "\(name)")
        }
    }

    @Test("A number of it is made again by the command that is printed")
    func reproduced() throws {
        let fixture = try Self.finished.get()
        let cell = fixture.path("out") + ":2:summary:guided less/clipsim"
        let printed = try Tool.run(["reproduce", cell, "--out", fixture.path("again 1")])
        #expect(printed.status == 0, "\(printed.errors)")
        #expect(
            printed.output.contains(" --suite aquarium --out ")
                && printed.output.hasSuffix(" --metrics clipsim --row 'guided less'\n"))
        // A shell carries it out.
        let script = printed.output.replacing("&& i2vbench ", with: "&& '\(Tool.path)' ")
        let ran = try ChildProcess.run(["/bin/sh", "-c", script])
        #expect(ran.status == 0, "\(ran.errors)")
        let old = try Self.value(cell)
        #expect(
            try Self.value(fixture.path("again 1") + ":1:summary:guided less/clipsim") == old && old != nil)

        let checked = try Tool.run(["reproduce", cell, "--execute", "--out", fixture.path("again 2")])
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(checked.output == "2 of 2 numbers are identical, 2 of 2 videos have the same bytes\n")
        // The row is made and nothing else, apart from the real clips.
        let rows = try String(contentsOfFile: fixture.path("again 2/aquarium/report.md"), encoding: .utf8)
        #expect(!rows.contains("w/o FrameInit") && !rows.contains("temporal_flickering"))
    }

    @Test("A run of it is made again without its other suites")
    func reproducedRun() throws {
        let fixture = try Self.finished.get()
        let result = try Tool.run([
            "reproduce", fixture.path("out") + ":1", "--execute", "--out", fixture.path("whole"),
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "20 of 20 numbers are identical, 10 of 10 videos have the same bytes\n")
        #expect(!FileManager.default.fileExists(atPath: fixture.path("whole/aquarium")))
    }

    @Test("Parts that there are not, and parts of shards, are refused")
    func refused() throws {
        let fixture = try SweepFixture(Self.text)
        let row = try fixture.sweep("out", ["--row", "guided"])
        #expect(row.status == 64 && row.errors.contains("guided less"), "\(row.errors)")
        let suite = try fixture.sweep("out", ["--suite", "dmo"])
        #expect(suite.status == 64 && suite.errors.contains("demo"), "\(suite.errors)")
        let shard = try fixture.sweep("out", ["--shard", "1/2", "--suite", "demo"])
        #expect(shard.status == 64 && shard.errors.contains("--shard is a part of the whole plan"))
        #expect(!FileManager.default.fileExists(atPath: fixture.path("out")))
    }

    private static func value(_ cell: String) throws -> Double? {
        let result = try Tool.run(["explain", cell, "--json"])
        return (try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])?["value"]
            as? Double
    }
}
