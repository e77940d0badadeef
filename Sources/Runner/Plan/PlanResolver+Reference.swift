import Benchmarks
import Foundation
import Hashing
import Metrics

extension PlanResolver {
    /// What sets are compared with: what was asked for, else the real clips of the suite.
    func reference(_ configuration: RunConfiguration, rows: [Row], suite: any Suite, selection: [Sample])
        throws -> (
            ReferenceSource, PlannedReference?
        )
    {
        let asked = configuration.reference
        if Self.areStatistics(asked) { return try statistics(asked) }
        if !asked.isEmpty {
            let videos = try suites.videos(asked).samples.compactMap(\.video)
            return (
                .videos(videos),
                PlannedReference(
                    kind: .videos, title: "\(videos.count) videos of \(asked.joined(separator: ", "))",
                    hash: try Self.hash(of: videos))
            )
        }
        if let position = rows.firstIndex(where: { $0.variant.kind == .reference }) {
            return (
                .variant(position),
                PlannedReference(
                    kind: .realClips, title: "\(selection.count) real clips of the suite", hash: "")
            )
        }
        let clips = selection.compactMap(\.reference)
        guard !clips.isEmpty else { return (.none, nil) }
        let comparison =
            suite.definition.source == .dataset ? ComparisonProtocol(suite.protocolSettings) : nil
        let hash = try Self.hash(of: clips)
        return (
            .videos(clips, comparison),
            PlannedReference(
                kind: .videos,
                title: "\(clips.count) reference videos of the samples"
                    + (comparison.map { ", \($0.summary)" } ?? ""),
                hash: comparison.map { SHA256.hex(of: "\(hash) \($0.id)".utf8) } ?? hash)
        )
    }

    /// Whether a reference is files of statistics. Several archives may as well be videos in arrays.
    private static func areStatistics(_ paths: [String]) -> Bool {
        guard let first = paths.first, paths.allSatisfy({ $0.lowercased().hasSuffix(".npz") }) else {
            return false
        }
        return paths.count == 1 || (try? ReferenceStatistics.read(path: first)) != nil
    }

    /// One file, or one for each metric.
    private func statistics(_ paths: [String]) throws -> (ReferenceSource, PlannedReference?) {
        let names = paths.map { URL(fileURLWithPath: $0).lastPathComponent }
        return (
            .statistics(paths: paths, try paths.flatMap(ReferenceStatistics.read)),
            PlannedReference(
                kind: .statistics, title: names.joined(separator: ", "),
                hash: try Self.hash(ofFiles: paths),
                files: paths.map { URL(fileURLWithPath: $0).standardizedFileURL.path })
        )
    }

    /// Hash over the contents of files; of one file its own.
    static func hash(ofFiles paths: [String]) throws -> String {
        guard paths.count > 1 else { return try FileHash.of(paths[0]) }
        return try hash(of: paths)
    }

    private static func hash(of videos: [String]) throws -> String {
        SHA256.hex(of: try videos.map { try FileHash.of($0) }.joined(separator: "\n").utf8)
    }
}
