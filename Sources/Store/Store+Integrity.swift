internal import Foundation
internal import GRDB

extension Store {
    /// What is wrong with the file: SQLite's integrity check, broken references, and finished videos whose file
    /// is gone. Empty when all is well.
    public func problems() throws -> [String] {
        let (integrity, references, files) = try read { database in
            (
                try String.fetchAll(database, sql: "PRAGMA integrity_check"),
                try Row.fetchAll(database, sql: "PRAGMA foreign_key_check"),
                try String.fetchAll(
                    database, sql: "SELECT path FROM video WHERE status = 'finished' ORDER BY id")
            )
        }
        var found = integrity.filter { $0 != "ok" }
        found += references.map { row in
            let table: String = row[0]
            let parent: String = row[2]
            return "a row of \(table) refers to a row of \(parent) that does not exist"
        }
        found += files.filter { !FileManager.default.fileExists(atPath: absolute($0)) }
            .map { "the video \($0) is recorded as finished and is not there" }
        return found
    }

    /// The schema as SQL text, in the order it was made.
    package func schema() throws -> String {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT sql FROM sqlite_schema
                    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%' ORDER BY rowid
                    """
            ).map { $0 + ";" }.joined(separator: "\n\n") + "\n"
        }
    }

    /// Rows of a query as text, for tests that compare whole stores.
    package func rows(_ sql: String) throws -> [String] {
        try read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "NULL" : "\($0)" }.joined(separator: " | ")
            }
        }
    }

    /// The absolute path of a video recorded in this store.
    public func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }

    /// `path` as the store records it: relative where it lies below the store's folder.
    public func recorded(_ path: String) -> String {
        let full = URL(fileURLWithPath: path).standardizedFileURL.path
        return full.hasPrefix(folder + "/") ? String(full.dropFirst(folder.count + 1)) : full
    }

    private var folder: String {
        URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path
    }
}
