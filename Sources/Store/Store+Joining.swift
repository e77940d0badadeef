internal import Foundation
internal import GRDB

extension Store {
    /// Takes over everything that another store holds, apart from the values of sets, which are computed from all
    /// videos. What is finished here stays; what is finished there fills what is not.
    ///
    /// - Throws: `StoreError.differs` where both hold a finished video of one sample, generator and seed with
    ///   different contents, or scores with different values.
    public func join(_ other: String) throws {
        try attached(other) { database in
            try Self.checkAgreement(database, self.path, other)
            for statement in Self.joining { try database.execute(sql: statement) }
        }
        try relativizePaths()
    }

    private func attached(_ other: String, _ body: (Database) throws -> Void) throws {
        try outsideTransaction { database in
            try database.execute(sql: "ATTACH DATABASE ? AS other", arguments: [other])
            defer { try? database.execute(sql: "DETACH DATABASE other") }
            try database.inTransaction(.immediate) {
                try body(database)
                return .commit
            }
        }
    }

    private static func checkAgreement(_ database: Database, _ path: String, _ other: String) throws {
        let video = try Row.fetchOne(
            database,
            sql: """
                SELECT sample.name, video.seed, video.sha256 AS own, theirs.sha256 AS others
                FROM other.video AS theirs
                \(sameVideo)
                WHERE theirs.status = 'finished' AND video.status = 'finished' AND theirs.sha256 <> video.sha256
                ORDER BY video.id LIMIT 1
                """)
        if let video {
            throw StoreError.differs(
                path: path, other: other,
                what: "the video of “\(video["name"] as String)”, seed \(video["seed"] as Int)",
                found: [video["own"], video["others"]])
        }
        let score = try Row.fetchOne(
            database,
            sql: """
                SELECT sample.name, video.seed, score.metric, score.value AS own, value.value AS others
                FROM other.video AS theirs
                \(sameVideo)
                JOIN other.score AS value ON value.video = theirs.id
                JOIN score ON score.video = video.id AND score.metric = value.metric
                    AND score.version = value.version AND score.weights = value.weights
                WHERE score.value <> value.value
                ORDER BY score.id LIMIT 1
                """)
        if let score {
            throw StoreError.differs(
                path: path, other: other,
                what:
                    "\(score["metric"] as String) of “\(score["name"] as String)”, seed \(score["seed"] as Int)",
                found: [score["own"] as Double, score["others"] as Double].map { "\($0)" })
        }
    }

    /// Where the folder of this store holds a file that was recorded by its full path.
    private func relativizePaths() throws {
        let folder = absolute("")
        try write { database in
            try database.execute(
                sql:
                    "UPDATE video SET path = substr(path, length(?) + 1) WHERE substr(path, 1, length(?)) = ?",
                arguments: [folder, folder, folder])
        }
    }
}

extension Store {
    /// From a video of the other store to the same sample, generator, seed and encoding here.
    private static let sameVideo = """
        JOIN other.sample AS their_sample ON their_sample.id = theirs.sample
        JOIN other.generator AS their_generator ON their_generator.id = theirs.generator
        JOIN main.sample AS sample ON sample.hash = their_sample.hash
        JOIN main.generator AS generator ON generator.hash = their_generator.hash
        JOIN main.video AS video ON video.sample = sample.id AND video.generator = generator.id
            AND video.seed = theirs.seed AND video.encoding = theirs.encoding
        """

    /// Rows find each other by what they stand for, never by their numbers.
    private static let joining = [
        copying("suite", "name, version, hash, title, frames, width, height, frames_per_second"),
        copying("sample", "hash, name, category, prompt, image_sha256, video_sha256, objects, scene"),
        copying("generator", "hash, name, version, identity, provenance"),
        copying(
            "extractor", "hash, name, version, weights_name, weights_sha256, provenance, arithmetic"),
        """
        INSERT OR IGNORE INTO main.run (plan_hash, plan, suite, code_version, machine, state, started, finished)
        SELECT plan_hash, plan, suite.id, code_version, machine, 'partial', started, finished
        FROM other.run AS theirs
        JOIN other.suite AS their_suite ON their_suite.id = theirs.suite
        JOIN main.suite AS suite ON suite.hash = their_suite.hash
        ORDER BY theirs.id
        """,
        """
        INSERT OR IGNORE INTO main.run_sample (run, position, sample)
        SELECT run.id, theirs.position, sample.id FROM other.run_sample AS theirs \(sameRun)
        JOIN other.sample AS their_sample ON their_sample.id = theirs.sample
        JOIN main.sample AS sample ON sample.hash = their_sample.hash
        """,
        """
        INSERT OR IGNORE INTO main.variant (run, position, label, generator)
        SELECT run.id, theirs.position, theirs.label, generator.id FROM other.variant AS theirs \(sameRun)
        JOIN other.generator AS their_generator ON their_generator.id = theirs.generator
        JOIN main.generator AS generator ON generator.hash = their_generator.hash
        """,
        """
        INSERT OR IGNORE INTO main.run_metric (run, position, metric, version, weights, provenance, status, reason,
            is_set)
        SELECT run.id, theirs.position, theirs.metric, theirs.version, theirs.weights, theirs.provenance,
            theirs.status, theirs.reason, theirs.is_set
        FROM other.run_metric AS theirs \(sameRun)
        """,
        """
        INSERT INTO main.video (sample, generator, seed, encoding, status, reason, sha256, path, frames, width,
            height, frames_per_second)
        SELECT sample.id, generator.id, theirs.seed, theirs.encoding, theirs.status, theirs.reason, theirs.sha256,
            theirs.path, theirs.frames, theirs.width, theirs.height, theirs.frames_per_second
        FROM other.video AS theirs
        JOIN other.sample AS their_sample ON their_sample.id = theirs.sample
        JOIN other.generator AS their_generator ON their_generator.id = theirs.generator
        JOIN main.sample AS sample ON sample.hash = their_sample.hash
        JOIN main.generator AS generator ON generator.hash = their_generator.hash
        WHERE true ORDER BY theirs.id
        ON CONFLICT (sample, generator, seed, encoding) DO UPDATE SET status = excluded.status,
            reason = excluded.reason, sha256 = excluded.sha256, path = excluded.path, frames = excluded.frames,
            width = excluded.width, height = excluded.height, frames_per_second = excluded.frames_per_second
        WHERE video.status <> 'finished' AND excluded.status <> 'planned'
        """,
        """
        INSERT OR IGNORE INTO main.run_video (run, variant, video)
        SELECT run.id, mine.variant, video.id FROM other.run_video AS mine
        JOIN other.run AS their_run ON their_run.id = mine.run
        JOIN main.run AS run ON run.plan_hash = their_run.plan_hash
        JOIN other.video AS theirs ON theirs.id = mine.video
        \(sameVideo)
        """,
        """
        INSERT OR IGNORE INTO main.feature (extractor, preprocessing, kind, content_sha256, row_count, column_count,
            elements)
        SELECT extractor.id, theirs.preprocessing, theirs.kind, theirs.content_sha256, theirs.row_count,
            theirs.column_count, theirs.elements
        FROM other.feature AS theirs
        JOIN other.extractor AS their_extractor ON their_extractor.id = theirs.extractor
        JOIN main.extractor AS extractor ON extractor.hash = their_extractor.hash
        ORDER BY theirs.id
        """,
        """
        INSERT INTO main.score (video, metric, version, weights, provenance, status, reason, value, parts)
        SELECT video.id, value.metric, value.version, value.weights, value.provenance, value.status, value.reason,
            value.value, value.parts
        FROM other.score AS value JOIN other.video AS theirs ON theirs.id = value.video
        \(sameVideo)
        WHERE true ORDER BY value.id
        ON CONFLICT (video, metric, version, weights) DO UPDATE SET provenance = excluded.provenance,
            status = excluded.status, reason = excluded.reason, value = excluded.value, parts = excluded.parts
        WHERE score.status = 'failed' AND excluded.status <> 'failed'
        """,
        """
        INSERT OR IGNORE INTO main.timing (video, stage, seconds, peak_memory, flops, profiled_flops, repetitions,
            operations)
        SELECT video.id, spent.stage, spent.seconds, spent.peak_memory, spent.flops, spent.profiled_flops,
            spent.repetitions, spent.operations
        FROM other.timing AS spent JOIN other.video AS theirs ON theirs.id = spent.video
        \(sameVideo)
        """,
    ]

    private static let sameRun = """
        JOIN other.run AS their_run ON their_run.id = theirs.run
        JOIN main.run AS run ON run.plan_hash = their_run.plan_hash
        """

    private static func copying(_ table: String, _ columns: String) -> String {
        "INSERT OR IGNORE INTO main.\(table) (\(columns)) SELECT \(columns) FROM other.\(table) ORDER BY id"
    }
}
