import Foundation
import TestSupport
import Testing

@Suite("Plans and checks as processes")
struct PlanProcessTests {
    @Test("--dry-run prints the plan and makes nothing")
    func dryRun() throws {
        let workspace = try Workspace()
        let result = try Tool.run(
            [
                "run", "demo", "--ablate", "--seeds", "0..2", "--metrics", "temporal_flickering", "--dry-run",
                "--out", workspace.path("out"),
            ])
        #expect(result.status == 0 && result.errors.isEmpty)
        let stable = result.output.split(separator: "\n").filter {
            !["time", "memory", "disk"].contains($0.prefix { $0 != " " })
        }
        #expect(
            stable.map(String.init) == [
                "suite      demo 1.1: Toy worlds",
                "samples    32",
                "variants   ConsistI2V (demo weights)",
                "           ConsistI2V w/o FrameInit (demo weights)",
                "           ConsistI2V w/o FrameInit & T.Cond. (demo weights)",
                "           ConsistI2V w/o FrameInit, T.Cond. & S.Cond. (demo weights)",
                "           real clips",
                "seeds      0..2",
                "files      h264-crf10",
                "metrics    temporal_flickering",
                "videos     416, of which 416 are missing",
                "scores     416, of which 416 are missing",
            ])
        #expect(result.output.contains("time       about ") && result.output.contains("memory     about "))
        #expect(!FileManager.default.fileExists(atPath: workspace.path("out")))
    }

    @Test("Two generators are two rows; an option goes to those that have it")
    func twoGenerators() throws {
        let workspace = try Workspace()
        func plan(_ arguments: [String]) throws -> ChildProcess {
            try Tool.run(
                ["run", "demo", "--metrics", "isim", "--dry-run", "--out", workspace.path("out")] + arguments)
        }
        let both = try plan(["--generator", "consisti2v,lookback", "--tau", "700", "--steps", "2"])
        #expect(both.status == 0, "\(both.errors)")
        #expect(both.output.contains("ConsistI2V (") && both.output.contains("Look-back ("))
        let stranger = try plan(["--generator", "lookback", "--tau", "700"])
        #expect(stranger.status == 64 && stranger.errors.contains("has no such option"))
        let unknown = try plan(["--generator", "consisti2v,lookbak"])
        #expect(unknown.status == 64 && unknown.errors.contains("Did you mean lookback"))
        let ablation = try plan(["--generator", "lookback", "--ablate"])
        #expect(ablation.status == 64)
    }

    @Test("The doctor finds this machine fit")
    func doctor() throws {
        let result = try Tool.run(["doctor"])
        #expect(result.status == 0, "\(result.output)")
        for check in [
            "SHA-256", "random numbers", "matrix product", "image resize", "tokenizer", "lossless video",
        ] {
            #expect(result.output.contains("ok       \(check)"))
        }
        #expect(result.output.contains("libavcodec") && result.output.contains("SQLite"))
    }

    @Test("The doctor reports a store whose video is gone")
    func doctorStore() throws {
        let workspace = try Workspace()
        let clip = try workspace.clip("clip.mp4")
        let store = workspace.path("out/store.sqlite")
        let scored = try Tool.run(
            ["score", clip, "--metrics", "temporal_flickering", "--out", workspace.path("out")])
        #expect(scored.status == 0)
        #expect(try Tool.run(["doctor", "--store", store]).status == 0)
        try FileManager.default.removeItem(atPath: clip)
        let result = try Tool.run(["doctor", "--store", store])
        #expect(result.status == 1 && result.output.contains("is recorded as finished and is not there"))
        let absent = try Tool.run(["doctor", "--store", workspace.path("no.sqlite")])
        #expect(absent.status == 65 && absent.errors.contains("no store there"))
    }

    @Test("Completions are offered for common shells", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let result = try Tool.run(["--generate-completion-script", shell])
        #expect(result.status == 0 && result.output.contains("score") && result.output.contains("per-video"))
        #expect(result.output.contains("frameinit-filter") && result.output.contains("initialization"))
    }
}
