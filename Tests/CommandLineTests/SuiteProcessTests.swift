import Foundation
import TestSupport
import Testing

@Suite("Suites of public data sets as processes")
struct SuiteProcessTests {
    let workspace: Workspace

    /// A look-alike of UCF-101 with six clips in two classes.
    init() throws {
        workspace = try Workspace()
        let lists = "ucf/ucfTrainTestlist/"
        for folder in ["ucf/ucfTrainTestlist", "ucf/UCF-101/Archery", "ucf/UCF-101/YoYo", "videos"] {
            try FileManager.default.createDirectory(
                atPath: workspace.path(folder), withIntermediateDirectories: true)
        }
        try workspace.write("1 Archery\r\n2 YoYo\r\n", to: lists + "classInd.txt")
        var train: [String] = []
        for (number, name) in ["Archery", "YoYo"].enumerated() {
            for clip in 1...3 {
                let file = "\(name)/v_\(name)_g0\(clip)_c01"
                train.append("\(file).avi \(number + 1)")
                // The content counts, not the extension.
                let made = try workspace.clip("clip.mkv", frames: 18, start: clip * 40 + number)
                try FileManager.default.moveItem(
                    atPath: made, toPath: workspace.path("ucf/UCF-101/\(file).avi"))
            }
        }
        try workspace.write(train.dropLast().joined(separator: "\n"), to: lists + "trainlist01.txt")
        try workspace.write("YoYo/v_YoYo_g03_c01.avi\n", to: lists + "testlist01.txt")
    }

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @discardableResult
    private func prepare(_ count: Int = 4) throws -> String {
        let list = workspace.path("samples.json")
        let run = try Tool.run([
            "suite", "prepare", "ucf-101", "--data", workspace.path("ucf"), "--count", "\(count)", "-o", list,
        ])
        #expect(run.status == 0 && run.output.contains("\(count) samples, suite hash "), "\(run.errors)")
        return list
    }

    @Test("Suites are listed with their sizes and what they need")
    func list() throws {
        let table = try Tool.run(["list", "suites"])
        let line = try #require(table.output.split(separator: "\n").first { $0.hasPrefix("ucf-101 ") })
        #expect(line.contains("2048") && line.contains("the data set"))
        let rows = try JSONSerialization.jsonObject(
            with: Data(try Tool.run(["list", "suites", "--json"]).output.utf8))
        let sizes = (rows as? [[String: Any]] ?? []).reduce(into: [String: Int]()) {
            $0[$1["id"] as? String ?? ""] = $1["samples"] as? Int
        }
        #expect(sizes["i2v-bench"] == 2951 && sizes["msr-vtt"] == 2990 && sizes["vbench-i2v"] == 355)
    }

    @Test("A check lists what is wrong and is partial until nothing is")
    func check() throws {
        let whole = try Tool.run([
            "suite", "prepare", "ucf-101", "--data", workspace.path("ucf"), "-o", workspace.path("x.json"),
        ])
        #expect(whole.status == 65 && whole.errors.contains("draws 2048 samples"))
        let list = try prepare()
        let good = try Tool.run(["suite", "check", "ucf-101", "--data", list])
        #expect(good.status == 0 && good.output.contains("complete   yes"), "\(good.output)\(good.errors)")
        let victim = workspace.path("ucf/UCF-101/Archery/v_Archery_g01_c01.avi")
        try FileManager.default.removeItem(atPath: victim)
        try workspace.write("broken", to: "ucf/UCF-101/Archery/v_Archery_g02_c01.avi")
        let check = ["suite", "check", "ucf-101", "--json", "--quiet", "--data"]
        // The look-alike is far smaller than the release, which is a defect of the folder.
        let folder = try Tool.run(check + [workspace.path("ucf")])
        #expect(folder.status == 2 && folder.errors.isEmpty)
        let report = try json(folder.output)
        let counts = try #require(report["counts"] as? [String: Int])
        #expect(counts["missing"] == 1 && counts["corrupt"] == 1 && counts["miscount"] == 103)
        #expect(report["complete"] as? Bool == false && report["entries"] as? Int == 6)
        let findings = try #require(report["findings"] as? [[String: String]])
        #expect(findings.first?["path"] == "UCF-101/Archery/v_Archery_g01_c01.avi")
    }

    @Test("Wrong suites and folders are usage or data errors with a remedy")
    func wrong() throws {
        let unknown = try Tool.run(["suite", "check", "ucf101", "--data", "x"])
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean ucf-101?"))
        let demo = try Tool.run(["suite", "check", "demo", "--data", "x"])
        #expect(demo.status == 64 && demo.errors.contains("not drawn from a public data set"))
        let empty = try Tool.run(["suite", "check", "ucf-101", "--data", workspace.path("videos")])
        #expect(empty.status == 65 && empty.errors.contains("https://www.crcv.ucf.edu"))
        let none = try Tool.run(["run", "ucf-101"])
        #expect(none.status == 64 && none.errors.contains("--data"))
    }

    @Test("Imported systems are rows of one table, with the videos they lack as failures")
    func systems() throws {
        let list = try prepare()
        let data = try Data(contentsOf: URL(fileURLWithPath: list))
        let samples = try #require(
            try json(String(decoding: data, as: UTF8.self))["samples"] as? [[String: Any]])
        let ids = samples.compactMap { $0["id"] as? String }
        for (index, id) in ids.enumerated() {
            _ = try workspace.clip("videos/\(id).mp4", frames: 20, start: index * 30)
        }
        let shared = ["--suite", "ucf-101", "--data", list, "--out", workspace.path("out")]
        let seine = try Tool.run(
            ["import", "SEINE", workspace.path("videos"), "--protocol", "consisti2v-256"] + shared)
        #expect(seine.status == 0, "\(seine.errors)")
        try FileManager.default.removeItem(atPath: workspace.path("videos/\(ids[3]).mp4"))
        _ = try workspace.clip("videos/stranger.mp4")
        let half = try Tool.run(["import", "I2VGen-XL", workspace.path("videos")] + shared)
        #expect(half.status == 2)
        #expect(half.output.contains("samples without a video: 1\n  \(ids[3])"), "\(half.output)")
        #expect(half.output.contains("videos without a sample: 1\n  stranger.mp4"))
        let run = try Tool.run(
            [
                "run", "ucf-101", list, "--generator", "none", "--systems", "SEINE,I2VGen-XL", "--metrics",
                "temporal_flickering", "--out", workspace.path("out"), "--json", "--weights", "synthetic",
            ])
        #expect(run.status == 2, "\(run.errors)")
        let report = try String(contentsOfFile: workspace.path("out/report.md"), encoding: .utf8)
        #expect(report.contains("SEINE") && report.contains("I2VGen-XL"))
        #expect(report.contains("I2VGen-XL brought no video number 0 of the sample"), "\(report)")
        let wrong = try Tool.run(
            [
                "run", "ucf-101", list, "--generator", "none", "--systems", "SENE", "--out",
                workspace.path("out"),
            ])
        #expect(wrong.status == 64 && wrong.errors.contains("Did you mean SEINE?"))
    }

    @Test("A system imported for other samples, or changed since, is refused before any work")
    func otherSamples() throws {
        let list = try prepare()
        for clip in 1...3 { _ = try workspace.clip("videos/v_YoYo_g0\(clip)_c01.mp4", start: clip) }
        let out = ["--out", workspace.path("out")]
        _ = try Tool.run(
            ["import", "S", workspace.path("videos"), "--suite", "ucf-101", "--data", list] + out)
        let run = ["run", "ucf-101", list, "--generator", "none", "--systems", "all"] + out
        let system = workspace.path("out/systems/S.json")
        let text = try String(contentsOfFile: system, encoding: .utf8)
        let file = try #require(text.split(separator: "\"").first { $0.hasSuffix(".mp4") })
        try "other".write(toFile: String(file), atomically: true, encoding: .utf8)
        let changed = try Tool.run(run)
        #expect(changed.status == 65 && changed.errors.contains("changed: \(file)"), "\(changed.errors)")
        try prepare(6)
        let other = try Tool.run(run)
        #expect(
            other.status == 65 && other.errors.contains("was imported for other samples"), "\(other.errors)")
        let nothing = try Tool.run(["run", "ucf-101", list, "--generator", "none"] + out)
        #expect(nothing.status == 64 && nothing.errors.contains("--systems"))
    }
}
