import Benchmarks
import ArgumentParser
import Checkpoints
import Metrics
import Runner
import Synchronization

/// What stands for published files on the command line.
enum WeightNames {
    static let help: ArgumentHelp =
        "Names of files, networks or models (consisti2v), or all; see `i2vbench weights list`."

    /// The files that names stand for, each once.
    ///
    /// - Parameter orElse: the files when no name is given.
    /// - Throws: `RunnerError.unknown` with the nearest names.
    static func files(_ names: [String], orElse fallback: [OfficialFile]) throws -> [OfficialFile] {
        guard !names.isEmpty else { return fallback }
        return try unique(names.flatMap(matching))
    }

    private static func matching(_ name: String) throws -> [OfficialFile] {
        let all = OfficialFile.all
        if name == "all" { return all }
        let found = all.filter {
            $0.id == name || $0.collection == name || $0.networks.contains(name) || $0.location == name
        }
        guard found.isEmpty else { return found }
        let known = unique(all.compactMap(\.collection) + all.map(\.id) + all.flatMap(\.networks)) + ["all"]
        throw RunnerError.unknown(
            kind: "file of weights", id: name, nearest: NearestNames.nearest(to: name, in: known),
            known: known)
    }

    /// What metrics need.
    ///
    /// - Parameter list: ids with commas; one may stand for all its variants, `all` for every metric.
    static func files(forMetrics list: String) throws -> [OfficialFile] {
        let networks = NetworkRecorder()
        let extractors = FeatureExtractors(weights: networks.open)
        let known = MetricRegistry.all.map(\.descriptor)
        for name in list.split(separator: ",").map(String.init) {
            let chosen = known.filter {
                name == "all" || $0.id == name || $0.id.hasPrefix(name + "@") || $0.id.hasPrefix(name + "_")
            }
            guard !chosen.isEmpty else {
                let ids = known.map(\.id)
                throw RunnerError.unknown(
                    kind: "metric", id: name, nearest: NearestNames.nearest(to: name, in: ids), known: ids)
            }
            for key in chosen.flatMap(\.allFeatures) { _ = try extractors.weightIdentity(for: key) }
        }
        return try unique(networks.ids.map { try OfficialFile.file(for: $0) })
    }

    private static func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return elements.filter { seen.insert($0).inserted }
    }
}

/// Notes which networks are asked for, and opens stand-ins for them.
private final class NetworkRecorder: Sendable {
    private let asked = Mutex<[String]>([])

    var ids: [String] { asked.withLock { $0 } }

    func open(_ network: String) -> any WeightSource {
        asked.withLock { $0.append(network) }
        return SyntheticWeights()
    }
}
