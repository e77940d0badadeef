internal import GRDB

/// The store's migrations, oldest first. Append only: a published migration never changes.
enum Migrations {
    /// `I2VB` in ASCII, SQLite's `application_id` of every store.
    static let applicationID = 0x4932_5642

    /// What a migration is called and what it runs.
    static let steps: [(name: String, sql: String)] = [
        ("1-tables", FirstSchema.tables), ("1-views", FirstSchema.views), ("2-sets", SetSchema.changes),
        ("3-costs", CostSchema.changes), ("4-shards", SweepSchema.changes),
    ]

    /// Version of the newest schema, written to SQLite's `user_version`.
    static var currentVersion: Int { steps.count }

    /// Another process was faster: the list of what is left to do, read before this migration's transaction, is old.
    struct AppliedMeanwhile: Error {}

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (index, step) in steps.enumerated() {
            migrator.registerMigration(step.name) { database in
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                guard version == index else { throw AppliedMeanwhile() }
                try database.execute(sql: step.sql)
                try database.execute(sql: "PRAGMA application_id = \(applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(index + 1)")
            }
        }
        return migrator
    }
}
