import Foundation
import GRDB
import TestSupport
import Testing

/// What can be done with a finished run: its report again, a comparison, its numbers explained and made again.
@Suite("A finished run as a process", .serialized)
struct ProvenanceProcessTests {
    /// Two samples of two seeds with one step, and their real clips, for a metric of pixels alone.
    private static let finished = Swift.Result { () throws -> Workspace in
        let workspace = try Workspace()
        let result = try Tool.run([
            "run", "demo", "--limit", "2", "--steps", "1", "--metrics", "temporal_flickering", "--threads",
            "1",
            "--seeds", "0,1", "--out", workspace.path("first"),
        ])
        guard result.status == 0 else { throw RunProcessTests.UnexpectedStatus(result: result) }
        return workspace
    }

    @Test("Its report is written again in every format, beside published numbers")
    func report() throws {
        let workspace = try Self.finished.get()
        let first = workspace.path("first")
        let again = workspace.path("again")
        let result = try Tool.run(["report", first, "--with-published", "--out", again])
        #expect(result.status == 0 && result.output.hasSuffix("/again/report.md\n"))
        for name in ["report.md", "report.tex", "report.json", "scores.csv", "aggregates.csv"] {
            #expect(FileManager.default.fileExists(atPath: "\(again)/\(name)"), "\(name)")
        }
        let text = try String(contentsOfFile: again + "/report.md", encoding: .utf8)
        #expect(text.contains("ConsistI2V (published)") && text.contains("## Samples and seeds"))
        // The contact sheets of the run came along.
        #expect(text.contains("](assets/samples-"))
        let plain = try String(contentsOfFile: first + "/report.md", encoding: .utf8)
        #expect(!plain.contains("ConsistI2V (published)"))
        let odd = try Tool.run(["report", first, "--formats", "markdwon"])
        #expect(odd.status == 64 && odd.errors.contains("Did you mean markdown"))
        #expect(try Tool.run(["report", first + ":7"]).status == 65)
        #expect(try Tool.run(["report", "1"]).status == 64)
    }

    @Test("A number is explained down to the files")
    func explain() throws {
        let workspace = try Self.finished.get()
        let cell = workspace.path("first") + ":1:summary:1/temporal_flickering"
        let result = try Tool.run(["explain", cell, "--check"])
        #expect(result.status == 0)
        for part in [
            "demo weights", "suite", "command", "i2vbench run demo", "unchanged", "mean over 4 of 4 videos",
        ] {
            #expect(result.output.contains(part), "\(part)")
        }
        let json = try Tool.run(["explain", cell, "--json"])
        let record = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect((record?["videos"] as? [Any])?.count == 4)
        let paper = try Tool.run([
            "explain",
            workspace.path("first") + ":consisti2v_i2v_bench_scene_consistency:Scenery-City/AnimateAnything",
        ])
        #expect(paper.status == 0 && paper.output.contains("misprint") && paper.output.contains("table 11"))
        #expect(try Tool.run(["explain", cell + "x"]).status == 64)
    }

    @Test("It is made again and comes out to the last bit; a number that was tampered with is found")
    func reproduce() throws {
        let workspace = try Self.finished.get()
        let first = workspace.path("first")
        let command = try Tool.run(["reproduce", first])
        #expect(command.status == 0)
        #expect(command.output.contains("&& i2vbench run demo --limit 2 --steps 1"))
        #expect(command.output.contains("first/reproduced-1"))
        let second = workspace.path("second")
        let again = try Tool.run(["reproduce", first + ":1", "--execute", "--out", second])
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output == "6 of 6 numbers are identical, 6 of 6 videos have the same bytes\n")

        let compared = try Tool.run(["compare", first, second, "--out", workspace.path("compared")])
        #expect(compared.status == 0 && compared.output.contains("temporal_flickering"))
        #expect(compared.output.contains("1.000"))
        #expect(FileManager.default.fileExists(atPath: workspace.path("compared/compare.json")))
        #expect(try Tool.run(["compare", first, first]).status == 64)

        let tampered = workspace.path("tampered")
        try FileManager.default.copyItem(atPath: first, toPath: tampered)
        let queue = try DatabaseQueue(path: tampered + "/store.sqlite")
        try queue.write { try $0.execute(sql: "UPDATE score SET value = value + 0.001 WHERE id = 1") }
        try queue.close()
        let wrong = try Tool.run(["reproduce", tampered, "--execute", "--out", second])
        #expect(wrong.status == 1 && wrong.output.hasPrefix("5 of 6 numbers are identical"))
        #expect(wrong.output.contains("temporal_flickering"))
    }
}
