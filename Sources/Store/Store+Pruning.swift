internal import GRDB

extension Store {
    /// What pruning did.
    public struct Pruning: Sendable, Hashable, Codable {
        /// Features that were removed, and the bytes of their elements.
        public var removed: Int
        public var freed: Int
        /// Those that are left.
        public var kept: Int
        public var bytes: Int
    }

    /// Removes features, the oldest first, until their elements take `limit` bytes at most, and gives the space back
    /// to the disk. Scores and values of sets stay; a feature that is needed again is computed again.
    public func prune(to limit: Int) throws -> Pruning {
        let before = try featureTotals()
        try write { database in
            try database.execute(
                sql: """
                    DELETE FROM feature WHERE id IN (
                        SELECT id FROM (
                            SELECT id, sum(length(elements)) OVER (ORDER BY id DESC) AS bytes FROM feature)
                        WHERE bytes > ?)
                    """, arguments: [limit])
        }
        let after = try featureTotals()
        if after.count < before.count {
            try outsideTransaction { database in
                try database.execute(sql: "VACUUM")
                try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
        return Pruning(
            removed: before.count - after.count, freed: before.bytes - after.bytes, kept: after.count,
            bytes: after.bytes)
    }
}
