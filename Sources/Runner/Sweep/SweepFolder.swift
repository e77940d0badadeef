import Foundation
import Store

/// Where the results of a sweep, or of one shard of it, lie: a store, its videos, and a report for every suite.
public struct SweepFolder: Sendable, Hashable {
    public let path: String

    public init(_ path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

    public var store: String { path + "/store.sqlite" }
    public var videos: String { path + "/videos" }

    /// The folder of a suite's report.
    public func report(_ run: Sweep.Run) -> URL {
        URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent(run.name, isDirectory: true)
    }

    /// Name of that folder, from the plan that the store keeps; nil for a run that no sweep made.
    public static func reportName(of run: RunRecord) -> String? {
        guard let plan = try? CanonicalJSON.value(RunPlan.self, run.plan),
            let command = ShellWords(parsing: plan.command), command.words.dropFirst().first == "sweep"
        else { return nil }
        return command.value(of: "--suite") ?? plan.suite.id
    }

    /// Makes the folder. Throws: `RunnerError.unwritable`.
    public func make() throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw RunnerError.unwritable(path: path, found: VideoFolder.reason(error))
        }
    }

    /// Opens the store for a part of the plan.
    /// - Throws: `RunnerError.otherShard` where the folder is another part's.
    public func open(_ part: RunPart) throws -> Store {
        try make()
        let store = try Store(path: store)
        let found = try store.shard()
        switch part {
        case .shard(let shard):
            if let found, (found.position, found.count) != (shard.position, shard.count) {
                throw otherShard(part, found)
            }
            if found == nil, try !store.runs().isEmpty { throw otherShard(part, nil) }
            try store.begin(shard: shard.position, of: shard.count)
        case .whole, .joined:
            if let found { throw otherShard(part, found) }
        }
        return store
    }

    private func otherShard(_ part: RunPart, _ found: ShardRecord?) -> RunnerError {
        let expected = if case .shard(let shard) = part { "shard \(shard)" } else { "the whole plan" }
        return .otherShard(
            folder: path, expected: expected,
            found: found.map { "shard \($0.position)/\($0.count)" } ?? "the whole plan")
    }
}
