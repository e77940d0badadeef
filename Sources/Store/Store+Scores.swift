internal import Foundation
internal import GRDB

/// Everything that the scoring of one video yields, committed together.
public struct ScoredVideo: Sendable {
    /// The file, when this is the first time that it is read.
    public var file: VideoFile?
    public var extractors: [ExtractorRecord]
    public var features: [FeatureRecord]
    public var scores: [ScoreRecord]
    public var timings: [Timing]

    public init(
        file: VideoFile? = nil, extractors: [ExtractorRecord] = [], features: [FeatureRecord] = [],
        scores: [ScoreRecord] = [],
        timings: [Timing] = []
    ) {
        self.file = file
        self.extractors = extractors
        self.features = features
        self.scores = scores
        self.timings = timings
    }
}

extension Store {
    /// Commits the features and scores of one video and gives up the claim on it.
    public func finish(
        scoring video: Int64, _ result: ScoredVideo, owner: ProcessIdentity = .current
    ) throws {
        try write { database in
            if let file = result.file { try Self.update(video, file: file, in: database) }
            for extractor in result.extractors { try Self.insert(extractor, in: database) }
            for feature in result.features { try Self.insert(feature, in: database) }
            for score in result.scores { try Self.insert(score, video: video, in: database) }
            try Self.insert(result.timings, video: video, in: database)
            try Self.release(video, owner, in: database)
        }
    }

    /// The scores of a video, by metric.
    public func scores(video: Int64) throws -> [ScoreRecord] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM score WHERE video = ? ORDER BY metric, version, weights",
                arguments: [video]
            ).map(Self.score)
        }
    }

    /// The scores of all videos of a run that belong to the run's metrics as they are now.
    public func scores(run: Int64) throws -> [Int64: [ScoreRecord]] {
        try read { database in
            var known: Set<String> = []
            // Every score of a metric has the same weights, whose hash is long.
            func shared(_ text: String) -> String { known.insert(text).memberAfterInsert }
            let found = try Self.collect(
                database,
                sql: """
                    SELECT DISTINCT score.* FROM run_video
                    JOIN run_metric ON run_metric.run = run_video.run
                    JOIN score ON score.video = run_video.video AND score.metric = run_metric.metric
                        AND score.version = run_metric.version AND score.weights = run_metric.weights
                    WHERE run_video.run = ? ORDER BY score.video, run_metric.position
                    """, arguments: [run]
            ) { row in
                var score = try Self.score(row)
                (score.metric, score.weights) = (shared(score.metric), shared(score.weights))
                return (video: row["video"] as Int64, score: score)
            }
            return Dictionary(grouping: found) { $0.video }.mapValues { $0.map { $0.score } }
        }
    }

    /// What the stages of every video of a run cost.
    public func timings(run: Int64) throws -> [Int64: [Timing]] {
        try read { database in
            let found = try Self.collect(
                database,
                sql: """
                    SELECT DISTINCT timing.* FROM run_video JOIN timing ON timing.video = run_video.video
                    WHERE run_video.run = ? ORDER BY timing.video, timing.stage
                    """, arguments: [run]
            ) { row in
                (
                    video: row["video"] as Int64,
                    timing: Timing(
                        stage: row["stage"], seconds: row["seconds"], peakMemory: row["peak_memory"],
                        flops: row["flops"], profiledFlops: row["profiled_flops"],
                        repetitions: row["repetitions"], operations: row["operations"])
                )
            }
            return Dictionary(grouping: found) { $0.video }.mapValues { $0.map { $0.timing } }
        }
    }
}

extension Store {
    /// What is made of rows, one row after another: a copy of all rows takes many times the memory of what is made of
    /// them.
    static func collect<Value>(
        _ database: Database, sql: String, arguments: StatementArguments = [],
        _ make: (Row) throws -> Value
    ) throws -> [Value] {
        let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        var found: [Value] = []
        while let row = try rows.next() { found.append(try make(row)) }
        return found
    }

    private static func insert(_ score: ScoreRecord, video: Int64, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO score (video, metric, version, weights, provenance, status, reason, value, parts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (video, metric, version, weights) DO UPDATE SET provenance = excluded.provenance,
                    status = excluded.status, reason = excluded.reason, value = excluded.value,
                    parts = excluded.parts
                """,
            arguments: [
                video, score.metric, score.version, score.weights, score.provenance, score.status.rawValue,
                score.reason, score.value, try json(score.parts),
            ])
    }

    private static func score(_ row: Row) throws -> ScoreRecord {
        let parts: String = row["parts"]
        return ScoreRecord(
            metric: row["metric"], version: row["version"], weights: row["weights"],
            provenance: row["provenance"],
            status: ScoreRecord.Status(rawValue: row["status"]) ?? .failed, reason: row["reason"],
            value: row["value"],
            parts: try JSONDecoder().decode([String: [Double]].self, from: Data(parts.utf8)))
    }
}
