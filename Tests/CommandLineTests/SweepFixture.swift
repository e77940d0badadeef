import Foundation
import Store
import TestSupport

/// A folder with a plan of the demo suite: three samples, two seeds, two rows of a generator, one step each, real
/// clips, metrics of videos and of sets.
struct SweepFixture {
    let workspace: Workspace
    let plan: String

    static let text = """
        name: small
        suites: [{ suite: demo, limit: 3 }]
        systems: consisti2v
        seeds: [0, 1]
        ablations: [full, frameinit]
        metrics: [temporal_flickering, subject_consistency, kid@inception-2015]
        options: { steps: 1 }
        """

    init(_ text: String = Self.text) throws {
        workspace = try Workspace()
        try workspace.write(text, to: "plan.yaml")
        plan = workspace.path("plan.yaml")
    }

    func path(_ name: String) -> String { workspace.path(name) }

    func sweep(_ out: String, _ more: [String] = []) throws -> ChildProcess {
        try Tool.run(["sweep", plan, "--out", path(out), "--threads", "1", "--quiet"] + more)
    }

    func shard(_ position: Int, of count: Int, _ out: String) throws -> ChildProcess {
        try sweep(out, ["--shard", "\(position)/\(count)"])
    }

    func merge(_ shards: [String], _ out: String) throws -> ChildProcess {
        try Tool.run(
            ["merge", plan] + shards.map(path) + ["--out", path(out), "--threads", "1", "--quiet"])
    }

    /// Files of a report with their bytes; what is measured or dated is taken out of those that hold it.
    static func report(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            switch name {
            case "report.json":
                let value = try JSONSerialization.jsonObject(with: bytes)
                files[name] = try JSONSerialization.data(withJSONObject: untimed(value), options: .sortedKeys)
            case "report.md": files[name] = Data(untimed(String(decoding: bytes, as: UTF8.self)).utf8)
            case "report.html":
                // Its tables are report.md's; the videos that it plays stand in a script of their own.
                let page = String(decoding: bytes, as: UTF8.self)
                let played = page.range(of: "<script type=\"application/json\"").map {
                    page[$0.lowerBound...]
                }
                files[name] = Data((played ?? page[...]).utf8)
            default: files[name] = bytes
            }
        }
        return files
    }

    private static let measured: Set = ["seconds", "seconds_per_video", "peak_memory", "date"]

    private static func untimed(_ value: Any) -> Any {
        if let fields = value as? [String: Any] {
            return fields.filter { !measured.contains($0.key) }.mapValues(untimed)
        }
        return (value as? [Any])?.map(untimed) ?? value
    }

    /// Without the tables of times, the columns of times and memory in others, and the date.
    private static func untimed(_ markdown: String) -> String {
        var kept: [String] = []
        var isRuntime = false
        var columns: Set<Int> = []
        for line in markdown.components(separatedBy: "\n") {
            if line.hasPrefix("## ") { isRuntime = line == "## Runtime" }
            if isRuntime || line.hasPrefix("- **Date:**") { continue }
            let cells = line.components(separatedBy: " | ")
            if line.isEmpty { columns = [] }
            let timed = cells.indices.filter {
                cells[$0].hasPrefix("Seconds per video") || cells[$0].hasPrefix("Peak memory")
            }
            if !timed.isEmpty { columns = Set(timed) }
            kept.append(
                cells.indices.filter { !columns.contains($0) }.map { cells[$0] }.joined(separator: " | "))
        }
        return kept.joined(separator: "\n")
    }
}
