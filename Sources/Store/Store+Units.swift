internal import Foundation
internal import GRDB

extension Store {
    /// What became of an attempt to take a video for this process.
    public enum Claim: Sendable, Hashable {
        /// The video is ours until it is released.
        case granted
        /// Another living process works on it.
        case held(by: ProcessIdentity)
    }

    /// How long a silent process of another machine keeps its claims.
    public static let heartbeatSeconds = 120.0

    /// Every video of a run, by variant, then in the order of samples and seeds.
    public func units(run: Int64) throws -> [RunUnit] {
        try read { database in
            try Self.collect(
                database,
                sql: """
                    SELECT run_video.variant, sample.name, video.*
                    FROM run_video
                    JOIN video ON video.id = run_video.video
                    JOIN sample ON sample.id = video.sample
                    JOIN run_sample ON run_sample.run = run_video.run AND run_sample.sample = sample.id
                    WHERE run_video.run = ?
                    ORDER BY run_video.variant, run_sample.position, video.seed
                    """, arguments: [run], Self.unit)
        }
    }

    /// How far a video is now.
    public func state(video: Int64) throws -> (status: RunUnit.Status, reason: String?, file: VideoFile?) {
        try read { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM video WHERE id = ?", arguments: [video])
            else { preconditionFailure("videos are never deleted, and \(video) was listed") }
            return (RunUnit.Status(rawValue: row["status"]) ?? .planned, row["reason"], Self.file(row))
        }
    }

    /// A finished video of these bytes, whatever run it belongs to.
    public func file(sha256: String) throws -> VideoFile? {
        try read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM video WHERE sha256 = ? ORDER BY id LIMIT 1", arguments: [sha256]
            ).flatMap(Self.file)
        }
    }

    /// Takes a video for `owner`, unless another living process has it.
    public func claim(video: Int64, owner: ProcessIdentity = .current) throws -> Claim {
        try write { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM claim WHERE video = ?", arguments: [video])
            if let row {
                let holder = ProcessIdentity(
                    host: row["host"], number: row["process"], started: row["process_started"])
                let silence = self.seconds() - (row["heartbeat"] as Double)
                if holder != owner, holder.isAlive ?? (silence < Self.heartbeatSeconds) {
                    return .held(by: holder)
                }
            }
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO claim (video, host, process, process_started, heartbeat)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [video, owner.host, owner.number, owner.started, self.seconds()])
            return .granted
        }
    }

    /// Tells processes of other machines that the claims of `owner` still hold.
    public func renewClaims(owner: ProcessIdentity = .current) throws {
        try write { database in
            try database.execute(
                sql: "UPDATE claim SET heartbeat = ? WHERE host = ? AND process = ? AND process_started = ?",
                arguments: [self.seconds(), owner.host, owner.number, owner.started])
        }
    }

    /// Gives a video back without a result.
    public func release(video: Int64, owner: ProcessIdentity = .current) throws {
        try write { try Self.release(video, owner, in: $0) }
    }

    /// Finishes a video: its file is in place.
    public func finish(
        video: Int64, file: VideoFile, timings: [Timing], owner: ProcessIdentity = .current
    ) throws {
        try write { database in
            try Self.update(video, file: file, in: database)
            try Self.insert(timings, video: video, in: database)
            try Self.release(video, owner, in: database)
        }
    }

    /// Records why a video could not be made or read. The next run tries again.
    public func fail(video: Int64, reason: String, owner: ProcessIdentity = .current) throws {
        try write { database in
            try Self.reset(video, status: "failed", reason: reason, in: database)
            try Self.release(video, owner, in: database)
        }
    }

    /// Makes a video count as missing again, because its file is gone.
    public func forget(video: Int64) throws {
        try write { try Self.reset(video, status: "planned", reason: nil, in: $0) }
    }
}

extension Store {
    private static func reset(_ video: Int64, status: String, reason: String?, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE video SET status = ?, reason = ?, sha256 = NULL, path = NULL, frames = NULL,
                    width = NULL, height = NULL, frames_per_second = NULL WHERE id = ?
                """, arguments: [status, reason, video])
    }

    static func update(_ video: Int64, file: VideoFile, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE video SET status = 'finished', reason = NULL, sha256 = ?, path = ?, frames = ?,
                    width = ?, height = ?, frames_per_second = ? WHERE id = ?
                """,
            arguments: [
                file.sha256, file.path, file.frames, file.width, file.height, file.framesPerSecond, video,
            ])
    }

    static func release(_ video: Int64, _ owner: ProcessIdentity, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM claim WHERE video = ? AND host = ? AND process = ? AND process_started = ?",
            arguments: [video, owner.host, owner.number, owner.started])
    }

    static func insert(_ timings: [Timing], video: Int64, in database: Database) throws {
        for timing in timings {
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO timing
                        (video, stage, seconds, peak_memory, flops, profiled_flops, repetitions, operations)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    video, timing.stage, timing.seconds, timing.peakMemory, timing.flops,
                    timing.profiledFlops, timing.repetitions, timing.operations,
                ])
        }
    }

    private static func unit(_ row: Row) -> RunUnit {
        RunUnit(
            video: row["id"], variant: row["variant"], sample: row["name"], seed: row["seed"],
            status: RunUnit.Status(rawValue: row["status"]) ?? .planned, reason: row["reason"],
            file: file(row))
    }

    private static func file(_ row: Row) -> VideoFile? {
        let path: String? = row["path"]
        return path.map {
            VideoFile(
                sha256: row["sha256"], path: $0, frames: row["frames"], width: row["width"],
                height: row["height"], framesPerSecond: row["frames_per_second"])
        }
    }
}
