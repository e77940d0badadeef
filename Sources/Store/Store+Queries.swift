internal import Foundation
internal import GRDB

extension Store {
    /// All runs, oldest first.
    public func runs() throws -> [RunRecord] {
        try read { database in
            try Row.fetchAll(database, sql: Self.runQuery + " ORDER BY run.id").map(Self.run)
        }
    }

    /// The run with this id.
    /// - Throws: `StoreError.noSuchRun`, which lists those that exist.
    public func run(_ id: Int64) throws -> RunRecord {
        let found = try read { database in
            try Row.fetchOne(database, sql: Self.runQuery + " WHERE run.id = ?", arguments: [id]).map(
                Self.run)
        }
        guard let found else {
            throw StoreError.noSuchRun(path: path, run: String(id), known: try runs().map(\.id))
        }
        return found
    }

    /// The metrics of a run in the order of its tables.
    public func metrics(run: Int64) throws -> [MetricRecord] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM run_metric WHERE run = ? ORDER BY position", arguments: [run]
            ).map {
                MetricRecord(
                    metric: $0["metric"], version: $0["version"], weights: $0["weights"],
                    provenance: $0["provenance"], unavailable: $0["reason"], describesSets: $0["is_set"])
            }
        }
    }

    /// The samples that a run covers, in the suite's order.
    public func samples(run: Int64) throws -> [SampleRecord] {
        try read { database in
            try Self.collect(
                database,
                sql: """
                    SELECT sample.* FROM run_sample JOIN sample ON sample.id = run_sample.sample
                    WHERE run_sample.run = ? ORDER BY run_sample.position
                    """, arguments: [run]
            ) { row in
                let objects: String = row["objects"]
                return SampleRecord(
                    hash: row["hash"], name: row["name"], category: row["category"], prompt: row["prompt"],
                    imageHash: row["image_sha256"], videoHash: row["video_sha256"],
                    objects: try JSONDecoder().decode([String].self, from: Data(objects.utf8)),
                    scene: row["scene"])
            }
        }
    }

    /// The aggregates of a run.
    public func setScores(run: Int64) throws -> [SetScore] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM set_score WHERE run = ? ORDER BY variant, metric, category",
                arguments: [run]
            ).map {
                SetScore(
                    variant: $0["variant"], metric: $0["metric"], category: $0["category"],
                    count: $0["count"], referenceCount: $0["reference_count"], value: $0["value"],
                    standardError: $0["standard_error"], biasCorrected: $0["bias_corrected"],
                    details: $0["details"])
            }
        }
    }

    /// Why metrics of sets have no value, by variant and metric.
    public func setFailures(run: Int64) throws -> [SetFailure] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM set_failure WHERE run = ? ORDER BY variant, metric",
                arguments: [run]
            ).map {
                SetFailure(
                    variant: $0["variant"], metric: $0["metric"], isOmission: $0["is_omission"],
                    reason: $0["reason"])
            }
        }
    }

    /// The extractors that have features in the store.
    public func extractors() throws -> [ExtractorRecord] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM extractor ORDER BY id").map {
                ExtractorRecord(
                    hash: $0["hash"], name: $0["name"], version: $0["version"],
                    weightsName: $0["weights_name"], weightsHash: $0["weights_sha256"],
                    provenance: $0["provenance"], arithmetic: $0["arithmetic"])
            }
        }
    }
}

extension Store {
    private static let runQuery = """
        SELECT run.*, suite.name AS suite_name, suite.version AS suite_version, suite.hash AS suite_hash,
            suite.title, suite.frames, suite.width, suite.height, suite.frames_per_second
        FROM run JOIN suite ON suite.id = run.suite
        """

    private static func run(_ row: Row) -> RunRecord {
        RunRecord(
            id: row["id"], planHash: row["plan_hash"], plan: row["plan"],
            suite: SuiteRecord(
                name: row["suite_name"], version: row["suite_version"], hash: row["suite_hash"],
                title: row["title"], frames: row["frames"], width: row["width"], height: row["height"],
                framesPerSecond: row["frames_per_second"]),
            codeVersion: row["code_version"], machine: row["machine"],
            state: RunRecord.State(rawValue: row["state"]) ?? .interrupted, started: row["started"],
            finished: row["finished"])
    }
}
