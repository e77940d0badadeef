import Benchmarks
import Foundation
import Runner

/// A folder with a plan file and what it names; removed with the value.
final class PlanFolder {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "i2vbench plan " + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var file: String { folder + "/plan.yaml" }

    /// Reads `text` as a plan.
    func read(_ text: String) throws -> SweepPlan {
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try SweepPlan(file: file, suites: try SuiteRegistry())
    }

    /// What is wrong with `text`, as `line: what`.
    func problems(_ text: String) throws -> [String] {
        do {
            _ = try read(text)
            return []
        } catch RunnerError.plan(let found, let problems) {
            precondition(found == file, "problems name the plan's file, found \(found)")
            return problems.map { "\($0.line): \($0.text)" }
        }
    }

    /// A system as `i2vbench import` describes one, without videos.
    func system(_ name: String, suite: String, protocol comparison: String? = nil) throws {
        let rule = comparison.map { #","protocol":"\#($0)""# } ?? ""
        let text =
            #"{"format":"i2vbench-system/1","name":"\#(name)","suite":"\#(suite)","suite_hash":"ab"\#(rule),"videos":[]}"#
        try text.write(toFile: "\(folder)/\(name).json", atomically: true, encoding: .utf8)
    }
}
