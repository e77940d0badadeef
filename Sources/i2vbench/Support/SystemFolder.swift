import Foundation
import Runner

/// Where the systems of a suite lie: `systems` in the folder of its runs.
struct SystemFolder {
    let path: String

    /// - Parameter out: the folder of the runs; nil for the suite's usual one.
    init(out: String?, suite: String) { path = (out ?? "runs/\(suite)") + "/systems" }

    init(options: HarnessOptions, suite: String) { self.init(out: options.out, suite: suite) }

    /// The files that a list of names stands for. Throws: `RunnerError.unknown` with the nearest names.
    func files(_ list: String?) throws -> [String] {
        guard let list else { return [] }
        let ending = ".json"
        let known = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
            .filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.map { String($0.dropLast(ending.count)) }
            .sorted()
        return try HarnessOptions.list(list).flatMap { name -> [String] in
            if name == "all", !known.isEmpty { return known.map { "\(path)/\($0)\(ending)" } }
            if name.contains("/") || name.hasSuffix(ending) { return [name] }
            guard known.contains(name) else {
                throw RunnerError.unknownName(kind: "system in \(path)", name, known)
            }
            return ["\(path)/\(name)\(ending)"]
        }
    }
}
