import Foundation
import TestSupport
import Testing

/// `ablate` and `grid` as processes on two samples of the demo suite.
@Suite("Rows of one generator as processes", .serialized)
struct VariantProcessTests {
    private static let common = ["--limit", "2", "--steps", "1", "--threads", "1", "--quiet"]

    @Test("An ablation ends with the paper's table, published rows and paired differences")
    func ablation() throws {
        let workspace = try Workspace()
        let out = workspace.path("out")
        let result = try Tool.run(
            ["ablate", "demo", "--metrics", "temporal_flickering,subject_consistency", "--out", out]
                + Self.common)
        #expect(result.status == 0, "\(result.errors)")
        let report = try String(contentsOfFile: out + "/report.md", encoding: .utf8)
        for heading in ["## Ablation", "## Differences between rows", "## Runtime"] {
            #expect(report.contains("\n\(heading)\n"))
        }
        let lines = report.components(separatedBy: "\n")
        let published = lines.filter { $0.hasPrefix("| ConsistI2V (published) | ✓ | ✓ | ✓ |") }
        #expect(published.count == 1 && published[0].hasSuffix("| 18.48 | 9249 MB | – | 5.168 |"))
        #expect(!published[0].contains("**") && !published[0].contains("<u>"))
        #expect(lines.contains { $0.hasPrefix("| w/o FrameInit, T.Cond, S.Cond (published) | ✗ | ✗ | ✗ |") })
        // Two samples can never be told apart at 0.05.
        #expect(report.contains("n.s. |") && !report.contains("** p = "))
        // The same plan by the other command: everything is there.
        let again = try Tool.run(
            ["run", "demo", "--ablate", "--metrics", "temporal_flickering,subject_consistency", "--out", out]
                + Self.common.filter { $0 != "--quiet" } + ["--verbose"])
        #expect(again.status == 0 && again.errors.contains("0 videos made"))
    }

    @Test("Chosen rows are made in the order given")
    func chosenRows() throws {
        let result = try Tool.run(
            [
                "ablate", "demo", "--rows", "scond,full,frameinit+scond", "--dry-run", "--metrics",
                "temporal_flickering",
            ])
        #expect(result.status == 0)
        let rows = result.output.split(separator: "\n").filter { $0.contains("ConsistI2V") }
            .map { $0.drop { $0 != "C" } }
        #expect(
            rows == [
                "ConsistI2V w/o S.Cond. (demo weights)", "ConsistI2V (demo weights)",
                "ConsistI2V w/o FrameInit & S.Cond. (demo weights)",
            ])
    }

    @Test("A grid ends with a contact sheet, a table and charts")
    func grid() throws {
        let workspace = try Workspace()
        let out = workspace.path("out")
        let result = try Tool.run(
            [
                "grid", "demo", "--tau", "1000,700", "--d0", "0.25,0.5", "--baseline", "--metrics",
                "dynamic_degree,subject_consistency", "--out", out,
            ] + Self.common)
        #expect(result.status == 0, "\(result.errors)")
        let report = try String(contentsOfFile: out + "/report.md", encoding: .utf8)
        #expect(report.contains("| tau 700, D0 0.5 | 700 | 0.5 |"))
        #expect(report.contains("| without FrameInit | – | – |"))
        #expect(report.contains("✓ |"))
        let assets = try FileManager.default.contentsOfDirectory(atPath: out + "/assets").sorted()
        #expect(assets.contains("grid-subject_consistency.svg"))
        #expect(assets.count { $0.hasPrefix("grid1-") && $0.hasSuffix(".png") } == 1)
        for asset in assets where asset.hasPrefix("grid") { #expect(report.contains("assets/" + asset)) }
    }

    @Test(
        "Bad values are refused before any work",
        arguments: [
            (["ablate", "demo", "--rows", "full,motion"], "--rows: expected full, paper"),
            (["ablate", "demo", "--rows", "full,full"], "--rows: expected every row once"),
            (["grid", "demo", "--tau", "1200"], "--tau: expected whole numbers from 0 to 1000"),
            (["grid", "demo", "--tau", "850,x"], "--tau: expected numbers separated by commas"),
            (["grid", "demo", "--d0", "2"], "--d0: expected numbers from 0 to 1"),
            (["grid", "demo", "--no-frameinit"], "--no-frameinit"),
        ])
    func badValues(arguments: [String], message: String) throws {
        let workspace = try Workspace()
        let out = workspace.path("out")
        let result = try Tool.run(arguments + ["--out", out])
        #expect(result.status == 64 && result.errors.contains(message), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: out))
    }
}
