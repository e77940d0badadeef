internal import Foundation
internal import GRDB

extension Store {
    /// The part that the store is for; nil where it is for everything.
    public func shard() throws -> ShardRecord? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM shard").map {
                ShardRecord(position: $0["position"], count: $0["count"], finished: $0["finished"])
            }
        }
    }

    /// Notes the part, as not finished yet.
    public func begin(shard position: Int, of count: Int) throws {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO shard (id, position, count) VALUES (1, ?, ?)",
                arguments: [position, count])
        }
    }

    /// Notes that every video of the part has been worked on.
    public func finishShard() throws {
        try write { try $0.execute(sql: "UPDATE shard SET finished = ?", arguments: [self.now()]) }
    }

    /// How much is finished: videos and scores.
    public func progress() throws -> (videos: Int, scores: Int) {
        try read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM video WHERE status = 'finished'") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM score WHERE status <> 'failed'") ?? 0
            )
        }
    }

    /// Writes a copy of everything that is finished now, while others may go on writing here. A copy that is at
    /// `path` already is replaced in one step.
    public func copy(to path: String) throws {
        let partial = path + ".partial-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.removeItem(atPath: partial)
        try outsideTransaction { database in
            // The copy is one file, without a journal beside it.
            try database.execute(sql: "VACUUM INTO ?", arguments: [partial])
        }
        guard rename(partial, path) == 0 else {
            let reason = String(cString: strerror(errno))
            try? FileManager.default.removeItem(atPath: partial)
            throw StoreError.notWritable(path: path, found: reason)
        }
    }
}
