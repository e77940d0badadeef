internal import Foundation
internal import GRDB

extension Store {
    /// Writes down a plan and every video it needs, in one transaction. The same plan again gives the same run.
    ///
    /// Videos that another run has already made are shared.
    /// - Returns: the id of the run.
    public func register(_ request: RunRequest) throws -> Int64 {
        try write { database in
            let suite = try Self.insert(request.suite, in: database)
            try database.execute(
                sql: """
                    INSERT INTO run (plan_hash, plan, suite, code_version, machine, state, started)
                    VALUES (?, ?, ?, ?, ?, 'running', ?)
                    ON CONFLICT (plan_hash) DO UPDATE SET state = 'running', finished = NULL,
                        plan = excluded.plan,
                        code_version = excluded.code_version, machine = excluded.machine
                    """,
                arguments: [
                    request.planHash, request.plan, suite, request.codeVersion, request.machine, self.now(),
                ])
            let run = try Self.identifier(
                "SELECT id FROM run WHERE plan_hash = ?", [request.planHash], in: database)
            try Self.insert(request.samples, run: run, in: database)
            try Self.insert(request.metrics, run: run, in: database)
            for (position, variant) in request.variants.enumerated() {
                let generator = try Self.insert(variant.generator, in: database)
                try database.execute(
                    sql:
                        "INSERT OR IGNORE INTO variant (run, position, label, generator) VALUES (?, ?, ?, ?)",
                    arguments: [run, position, variant.label, generator])
                try Self.insertVideos(
                    request, run: run, variant: position, generator: generator, in: database)
            }
            return run
        }
    }

    /// Notes how this process leaves the run.
    public func finish(run: Int64, state: RunRecord.State) throws {
        try write { database in
            try database.execute(
                sql: "UPDATE run SET state = ?, finished = ? WHERE id = ?",
                arguments: [state.rawValue, state == .running ? nil : self.now(), run])
        }
    }

    /// Replaces the run's aggregates.
    public func save(_ scores: [SetScore], failures: [SetFailure] = [], run: Int64) throws {
        try write { database in
            try database.execute(sql: "DELETE FROM set_score WHERE run = ?", arguments: [run])
            try database.execute(sql: "DELETE FROM set_failure WHERE run = ?", arguments: [run])
            for failure in failures {
                try database.execute(
                    sql:
                        "INSERT INTO set_failure (run, variant, metric, is_omission, reason) VALUES (?, ?, ?, ?, ?)",
                    arguments: [run, failure.variant, failure.metric, failure.isOmission, failure.reason])
            }
            for score in scores {
                try database.execute(
                    sql: """
                        INSERT INTO set_score (run, variant, metric, category, count, reference_count, value,
                            standard_error, bias_corrected, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        run, score.variant, score.metric, score.category, score.count, score.referenceCount,
                        score.value, score.standardError, score.biasCorrected, score.details,
                    ])
            }
        }
    }
}

extension Store {
    static func identifier(_ sql: String, _ arguments: StatementArguments, in database: Database) throws
        -> Int64
    {
        guard let found = try Int64.fetchOne(database, sql: sql, arguments: arguments) else {
            preconditionFailure("a row that was just written is there: \(sql)")
        }
        return found
    }

    private static func insert(_ suite: SuiteRecord, in database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO suite (name, version, hash, title, frames, width, height, frames_per_second)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                suite.name, suite.version, suite.hash, suite.title, suite.frames, suite.width, suite.height,
                suite.framesPerSecond,
            ])
        return try identifier("SELECT id FROM suite WHERE hash = ?", [suite.hash], in: database)
    }

    private static func insert(_ samples: [RunRequest.Placed], run: Int64, in database: Database) throws {
        for placed in samples {
            let sample = placed.sample
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO sample (hash, name, category, prompt, image_sha256, video_sha256,
                        objects, scene) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    sample.hash, sample.name, sample.category, sample.prompt, sample.imageHash,
                    sample.videoHash, try json(sample.objects), sample.scene,
                ])
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO run_sample (run, position, sample)
                    VALUES (?, ?, (SELECT id FROM sample WHERE hash = ?))
                    """,
                arguments: [run, placed.position, sample.hash])
        }
    }

    private static func insert(_ generator: GeneratorRecord, in database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO generator (hash, name, version, identity, provenance)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                generator.hash, generator.name, generator.version, generator.identity, generator.provenance,
            ])
        return try identifier("SELECT id FROM generator WHERE hash = ?", [generator.hash], in: database)
    }

    /// Availability may change between two processes' work on one plan, so these rows are replaced.
    private static func insert(_ metrics: [MetricRecord], run: Int64, in database: Database) throws {
        try database.execute(sql: "DELETE FROM run_metric WHERE run = ?", arguments: [run])
        for (position, metric) in metrics.enumerated() {
            try database.execute(
                sql: """
                    INSERT INTO run_metric (run, position, metric, version, weights, provenance, status, reason,
                        is_set) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run, position, metric.metric, metric.version, metric.weights, metric.provenance,
                    metric.unavailable == nil ? "available" : "unavailable", metric.unavailable,
                    metric.describesSets,
                ])
        }
    }

    private static func insertVideos(
        _ request: RunRequest, run: Int64, variant: Int, generator: Int64, in database: Database
    ) throws {
        for placed in request.samples {
            let sample = try identifier(
                "SELECT id FROM sample WHERE hash = ?", [placed.sample.hash], in: database)
            for seed in request.variants[variant].seeds {
                try database.execute(
                    sql: """
                        INSERT OR IGNORE INTO video (sample, generator, seed, encoding, status)
                        VALUES (?, ?, ?, ?, 'planned')
                        """,
                    arguments: [sample, generator, seed, request.encoding])
                let video = try identifier(
                    "SELECT id FROM video WHERE sample = ? AND generator = ? AND seed = ? AND encoding = ?",
                    [sample, generator, seed, request.encoding], in: database)
                try database.execute(
                    sql: "INSERT OR IGNORE INTO run_video (run, variant, video) VALUES (?, ?, ?)",
                    arguments: [run, variant, video])
            }
        }
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
