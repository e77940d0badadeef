import Foundation
import TestSupport
import GRDB
import Store
import Testing

@Suite("Scoring as a process")
struct ScoreProcessTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// Scores with an empty cache of weights.
    func score(_ arguments: [String]) throws -> ChildProcess {
        try Tool.run(
            ["score"] + arguments + ["--out", workspace.path("out")],
            environment: ["I2VBENCH_CACHE": workspace.path("no weights")])
    }

    @Test("A metric without weights is named with the remedy, the others are computed, the status is partial")
    func unavailable() throws {
        let clip = try workspace.clip("clip.mp4")
        let result = try score([clip, "--metrics", "temporal_flickering,subject_consistency"])
        #expect(result.status == 2)
        let line = try #require(
            result.output.split(separator: "\n").first { $0.hasPrefix("temporal_flickering") })
        #expect(line.split(separator: " ").compactMap { Double($0) }.first ?? 0 > 90)
        #expect(
            result.output.contains("unavailable: subject_consistency: the published weights of dino_vitb16")
                && result.output.contains(workspace.path("no weights"))
                && result.output.contains("`i2vbench weights fetch dino_vitb16`")
                && result.output.contains("download https://"))
    }

    @Test("Without any metric that can be computed the status says so")
    func nothing() throws {
        let clip = try workspace.clip("clip.mp4")
        #expect(try score([clip, "--metrics", "clipsim"]).status == 69)
    }

    @Test("Videos that cannot be read are named, the others are scored")
    func badVideos() throws {
        _ = try workspace.clip("good.mp4")
        try workspace.write("this is a text", to: "text.mp4")
        try Data().write(to: URL(fileURLWithPath: workspace.path("empty.mp4")))
        let whole = try Data(contentsOf: URL(fileURLWithPath: try workspace.clip("cut.mp4", frames: 40)))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: workspace.path("cut.mp4")))
        let names = ["good.mp4", "text.mp4", "empty.mp4", "cut.mp4"].map(workspace.path)
        let result = try score(names + ["--metrics", "temporal_flickering", "--per-video"])
        #expect(result.status == 2)
        for name in ["text", "empty", "cut"] {
            #expect(result.output.contains("failed: \(name) (videos), decode: \(workspace.path(name)).mp4"))
            #expect(result.errors.contains("failed: \(name)"))
        }
        #expect(!result.output.contains("failed: good"))
        let store = try Store(path: workspace.path("out/store.sqlite"), access: .readOnly)
        #expect(try store.rows("SELECT sample, status FROM scores_long WHERE value IS NOT NULL").count == 1)
    }

    @Test("A single frame has no flicker to measure: the score fails with the reason, no false row appears")
    func oneFrame() throws {
        let clip = try workspace.clip("one.mp4", frames: 1)
        let result = try score([clip, "--metrics", "temporal_flickering"])
        #expect(result.status == 2 && result.output.contains("needs at least 2 frames"))
    }

    @Test("Images of odd sizes are scored or refused by name", arguments: [(1, 1), (2000, 3)])
    func oddSizes(width: Int, height: Int) throws {
        let path = workspace.path("odd.mkv")
        let script = [
            "/usr/bin/env", "ffmpeg", "-v", "error", "-f", "lavfi", "-i",
            "color=red:size=\(width)x\(height):rate=8",
            "-frames:v", "3", "-c:v", "ffv1", path,
        ]
        guard try ChildProcess.run(script).status == 0 else { return }
        let result = try score([path, "--metrics", "temporal_flickering"])
        #expect(result.status == 0 && result.output.contains("100.00"))
    }

    @Test("A missing file, an unknown metric and an unwritable folder each say what is wrong")
    func badArguments() throws {
        let clip = try workspace.clip("clip.mp4")
        let missing = try score([workspace.path("no.mp4")])
        #expect(missing.status == 65 && missing.errors.contains(workspace.path("no.mp4")))
        let metric = try score([clip, "--metrics", "temporal_flikering"])
        #expect(metric.status == 64)
        #expect(
            metric.errors.hasPrefix(
                "error: there is no metric “temporal_flikering”. Did you mean temporal_flickering? Known: "))
        let folder = try Tool.run(["score", clip, "--out", "/proc/nowhere"])
        #expect(folder.status == 1 && folder.errors.contains("/proc/nowhere"))
        let suite = try Tool.run(["run", "demoo", "--out", workspace.path("out")])
        #expect(
            suite.status == 64
                && suite.errors.hasPrefix(
                    "error: there is no suite “demoo”. Did you mean demo? Known: demo, folder, ")
        )
        let generator = try Tool.run(
            ["run", "demo", "--generator", "consistv", "--out", workspace.path("out")])
        #expect(generator.status == 64 && generator.errors.contains("Did you mean consisti2v?"))
        let seeds = try Tool.run(["run", "demo", "--seeds", "2..1", "--out", workspace.path("out")])
        #expect(seeds.status == 64 && seeds.errors.contains("--seeds: expected numbers"))
    }

    @Test("A store from a later version, and a file that is no store, are refused and left alone")
    func badStores() throws {
        let clip = try workspace.clip("clip.mp4")
        let path = workspace.path("out/store.sqlite")
        #expect(try score([clip, "--metrics", "temporal_flickering"]).status == 0)
        try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        let newer = try score([clip])
        #expect(newer.status == 65 && newer.errors.contains("expected store version 5 or older, found 99"))
        try String(repeating: "text ", count: 1000).write(toFile: path, atomically: true, encoding: .utf8)
        let text = try score([clip])
        #expect(text.status == 65 && text.errors.contains("expected an i2vbench store"))
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("text text"))
    }

    @Test("A full disk ends with its name, loses nothing, and the next run goes on")
    func fullDisk() throws {
        let clip = try workspace.clip("clip.mp4", frames: 60)
        let disk = workspace.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let script = """
            mount -t tmpfs -o size=256k none "$1" || exit 99
            "$2" score "$3" --metrics temporal_flickering --out "$1"/out --quiet; echo "status $?"
            ls -A "$1"/out
            """
        let result = try ChildProcess.run(
            ["/usr/bin/env", "unshare", "-rm", "sh", "-c", script, "sh", disk, Tool.path, clip])
        // Machines that forbid private mounts cannot try this.
        guard result.output.contains("status ") else { return }
        #expect(result.output.contains("status 1"))
        #expect(result.errors.contains("full") || result.errors.contains("No space left"))
        #expect(result.errors.contains(disk))
        #expect(!result.output.contains("report.md"))
    }

    @Test("A second run decodes nothing, and JSON holds the same numbers as the table")
    func json() throws {
        let clip = try workspace.clip("clip.mp4")
        let first = try score([clip, "--metrics", "temporal_flickering", "--json", "--quiet"])
        #expect(first.status == 0 && first.errors.isEmpty)
        // Another prompt makes another plan over the same file.
        try FileManager.default.removeItem(atPath: workspace.path("out/report.md"))
        let second = try score([clip, "--metrics", "temporal_flickering", "--json", "--quiet"])
        func scores(_ text: String) throws -> NSArray? {
            let record = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            return (record?["content"] as? [String: Any])?["scores"] as? NSArray
        }
        #expect(try scores(first.output) == scores(second.output))
        #expect(try scores(first.output)?.count == 1)
    }
}
