import Foundation
import Reports
import Runner
import Testing

@Testing.Suite("Videos side by side")
struct GalleryTests {
    @Test("Lossless videos get copies that browsers play, and every path on the page leads to a file")
    func copies() throws {
        let bench = try Bench(samples: 2)
        try bench.run()
        let folder = URL(fileURLWithPath: bench.folder + "/again")
        let report = try RunReport(store: try bench.open(), run: 1)
        _ = try report.write(
            to: folder, home: URL(fileURLWithPath: bench.folder), formats: [.html, .vbench])
        let page = try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
        let paths = page.components(separatedBy: "\"path\":\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(
            paths.count == 8 && paths.allSatisfy { $0.hasPrefix("assets/previews/") && $0.hasSuffix(".mp4") })
        for path in paths {
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(String(path)).path))
        }
        // Nothing of VBench's dimensions was measured.
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/vbench"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/report.md"))
    }

    @Test("Input images are written with the run's own report and found again from another folder")
    func inputs() throws {
        let bench = try Bench(samples: 2)
        let outcome = try bench.run()
        let home = URL(fileURLWithPath: bench.folder + "/home")
        let report = try RunReport(store: try bench.open(), run: outcome.run)
        try report.write(to: home, resolved: try bench.plan())
        let other = URL(fileURLWithPath: bench.folder + "/other")
        _ = try report.write(to: other, home: home, formats: [.html])
        for (folder, start) in [(home, "assets/inputs/"), (other, "../home/assets/inputs/")] {
            let page = try String(contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
            let paths = page.components(separatedBy: "\"input\":\"").dropFirst().map {
                $0.prefix { $0 != "\"" }
            }
            #expect(paths.count == 2 && paths.allSatisfy { $0.hasPrefix(start) })
            for path in paths {
                #expect(
                    FileManager.default.fileExists(atPath: folder.appendingPathComponent(String(path)).path))
            }
        }
    }

    @Test(
        "Paths are told as seen from the page",
        arguments: [
            ("/a/b/c.mp4", "/a/b", "c.mp4"), ("/a/b/c.mp4", "/a/d/e", "../../b/c.mp4"),
            ("/x/c.mp4", "/a/b", "/x/c.mp4"), ("/a/c d.mp4", "/a", "c d.mp4"),
        ])
    func relative(_ path: String, _ folder: String, _ expected: String) {
        #expect(RelativePath.text(to: path, from: folder) == expected)
    }
}
