import Foundation
import Store

/// Joins the shards of a plan into what one process would have left.
public struct ShardMerge {
    private let plans: [RunPlan]
    private let planFile: String
    private let folders: [SweepFolder]
    private let codeVersion: String

    /// - Parameters:
    ///   - plans: the resolved plans of the sweep.
    ///   - planFile: what errors call them.
    public init(
        _ plans: [RunPlan], planFile: String, folders: [String], codeVersion: String = I2VBenchVersion.text
    ) {
        (self.plans, self.planFile, self.codeVersion) = (plans, planFile, codeVersion)
        self.folders = folders.map { SweepFolder($0) }
    }

    /// Checks that the folders are all the shards of the plan, made with the same weights, protocols and version, and
    /// brings their rows and videos together in `target`.
    ///
    /// - Throws: `RunnerError.shards` for absent, repeated or unfinished ones, `RunnerError.unlike` naming both sides
    ///   of a disagreement, `StoreError`. Nothing is written before all checks have passed.
    public func join(into target: SweepFolder) throws -> Store {
        try check()
        let store = try target.open(.joined)
        for folder in folders {
            // A link where the disk is the same, else a copy.
            try SweepFiles.placeVideos(of: folder, in: target, linking: true)
            try store.join(folder.store)
        }
        return store
    }

    private func check() throws {
        guard !folders.isEmpty else {
            throw RunnerError.shards("no shards were named", advice: "Give the folder of every shard.")
        }
        let shards = try folders.map { folder in
            let store = try Store(path: folder.store, access: .readOnly)
            defer { try? store.close() }
            guard let shard = try store.shard() else {
                throw RunnerError.shards(
                    "\(folder.path) is not a shard of a plan",
                    advice: "Shards are made by `i2vbench sweep PLAN --shard i/n`.")
            }
            return (folder: folder, shard: shard, runs: try store.runs())
        }
        // Shards among each other first, which tells better which of them is the odd one.
        for (folder, _, runs) in shards.dropFirst() {
            try check(folder, runs, against: shards[0].folder, shards[0].runs)
        }
        for (folder, _, runs) in shards { try checkPlan(folder, runs) }
        try checkParts(shards.map { ($0.folder, $0.shard) })
    }

    /// Two shards.
    private func check(
        _ folder: SweepFolder, _ runs: [RunRecord], against first: SweepFolder, _ firstRuns: [RunRecord]
    ) throws {
        for (run, other) in zip(runs, firstRuns) {
            guard run.codeVersion == other.codeVersion else {
                throw RunnerError.unlike(
                    first.path, folder.path, what: "the version of i2vbench", first: other.codeVersion,
                    second: run.codeVersion)
            }
            try check(try plan(other), first.path, try plan(run), folder.path)
        }
    }

    /// One shard and the plan.
    private func checkPlan(_ folder: SweepFolder, _ runs: [RunRecord]) throws {
        for run in runs where run.codeVersion != codeVersion {
            throw RunnerError.unlike(
                planFile, folder.path, what: "the version of i2vbench", first: codeVersion,
                second: run.codeVersion)
        }
        for (index, plan) in plans.enumerated() {
            guard index < runs.count else {
                throw RunnerError.unlike(
                    planFile, folder.path, what: "the suites",
                    first: plans.map(\.suite.id).joined(separator: ", "),
                    second: runs.map(\.suite.name).joined(separator: ", "))
            }
            try check(plan, planFile, try self.plan(runs[index]), folder.path)
        }
        guard runs.count == plans.count else {
            throw RunnerError.unlike(
                planFile, folder.path, what: "the suites",
                first: plans.map(\.suite.id).joined(separator: ", "),
                second: runs.map(\.suite.name).joined(separator: ", "))
        }
    }

    private func check(_ plan: RunPlan, _ name: String, _ other: RunPlan, _ otherName: String) throws {
        if let difference = try PlanDifference(plan, other) {
            throw RunnerError.unlike(
                name, otherName, what: difference.what, first: difference.first, second: difference.second)
        }
        // A metric that one side had no weights for would have a value for some videos only.
        let missing = [plan, other].map { $0.metrics.filter { $0.unavailable != nil }.map(\.id) }
        guard missing[0] == missing[1] else {
            throw RunnerError.unlike(
                name, otherName, what: "the weights that were there",
                first: "without \(missing[0].isEmpty ? "none" : missing[0].joined(separator: ", "))",
                second: "without \(missing[1].isEmpty ? "none" : missing[1].joined(separator: ", "))")
        }
    }

    private func plan(_ record: RunRecord) throws -> RunPlan {
        do {
            return try CanonicalJSON.value(RunPlan.self, record.plan)
        } catch {
            throw RunnerError.damagedPlan(run: record.id, found: String(describing: error))
        }
    }
}

extension ShardMerge {
    /// Every part of one number of parts, once and finished.
    private func checkParts(_ shards: [(folder: SweepFolder, shard: ShardRecord)]) throws {
        let first = shards[0]
        for (folder, shard) in shards where shard.count != first.shard.count {
            throw RunnerError.unlike(
                first.folder.path, folder.path, what: "the number of shards", first: "\(first.shard.count)",
                second: "\(shard.count)")
        }
        for position in 1...first.shard.count {
            let same = shards.filter { $0.shard.position == position }
            let name = "shard \(position)/\(first.shard.count)"
            guard let only = same.first else {
                throw RunnerError.shards(
                    "\(name) is missing",
                    advice:
                        "Make it with `i2vbench sweep \(planFile) --shard \(position)/\(first.shard.count)`.")
            }
            guard same.count == 1 else {
                throw RunnerError.shards(
                    "\(name) is there twice: \(same.map(\.folder.path).joined(separator: " and "))",
                    advice: "Name one of them.")
            }
            guard only.shard.finished != nil else {
                throw RunnerError.shards(
                    "\(name) in \(only.folder.path) has not been finished",
                    advice:
                        "Go on with `i2vbench sweep \(planFile) --shard \(position)/\(first.shard.count) --out "
                        + "\(only.folder.path)`.")
            }
        }
    }
}
