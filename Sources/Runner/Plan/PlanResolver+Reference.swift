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
        if asked.count == 1, asked[0].lowercased().hasSuffix(".npz") {
            return try statistics(asked[0])
        }
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

    private func statistics(_ path: String) throws -> (ReferenceSource, PlannedReference?) {
        let found = try ReferenceStatistics.read(path: path)
        let name = URL(fileURLWithPath: path).lastPathComponent
        return (
            .statistics(path: path, found),
            PlannedReference(kind: .statistics, title: name, hash: try FileHash.of(path))
        )
    }

    private static func hash(of videos: [String]) throws -> String {
        SHA256.hex(of: try videos.map { try FileHash.of($0) }.joined(separator: "\n").utf8)
    }
}
