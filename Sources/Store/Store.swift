public import Foundation
internal import GRDB

/// Runs, videos, features and scores in one SQLite file.
///
/// A unit of work is finished when its transaction commits; whatever ends the process, the file holds every
/// finished unit and nothing of the others. Several processes may use one store at once.
public final class Store: Sendable {
    /// What the caller means to do with the file.
    public enum Access: Sendable {
        /// Make the file if need be and bring it up to date.
        case readWrite
        /// Leave the file as it is.
        case readOnly
    }

    /// Where the file is.
    public let path: String
    let database: any DatabaseWriter
    let busySeconds: Double
    private let clock: @Sendable () -> Date

    /// Opens the store at `path`.
    ///
    /// - Parameters:
    ///   - busySeconds: how long to wait for another process that is writing.
    ///   - maximumPages: upper limit of the file's size in pages, for trying out a full disk.
    ///   - clock: the time that rows are stamped with.
    /// - Throws: `StoreError` when the file is no store, newer than this version, locked, or cannot be written.
    public init(
        path: String, access: Access = .readWrite, busySeconds: Double = 30, maximumPages: Int? = nil,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        self.path = path
        self.busySeconds = busySeconds
        self.clock = clock
        var configuration = Configuration()
        configuration.busyMode = .timeout(busySeconds)
        configuration.label = "store"
        configuration.readonly = access == .readOnly
        if let maximumPages {
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA max_page_count = \(maximumPages)") }
        }
        if access == .readOnly, !FileManager.default.fileExists(atPath: path) {
            throw StoreError.absent(path: path)
        }
        let settings = configuration
        database = try Self.translating(path, busySeconds) {
            try Self.check(path, settings)
            return try Self.open(path, settings, busySeconds: busySeconds)
        }
    }

    /// The present moment as rows hold it, such as `2026-03-01T12:30:00Z`.
    func now() -> String { clock().formatted(.iso8601) }

    /// The present moment in seconds, for heartbeats.
    func seconds() -> Double { clock().timeIntervalSince1970 }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try Self.translating(path, busySeconds) { try database.read(body) }
    }

    /// Runs `body` in one immediate transaction.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try Self.translating(path, busySeconds) {
            try database.writeWithoutTransaction { connection in
                var result: Result?
                try connection.inTransaction(.immediate) {
                    result = try body(connection)
                    return .commit
                }
                guard let result else { preconditionFailure("a committed transaction has a result") }
                return result
            }
        }
    }

    /// Runs `body` on the connection that writes, for what SQLite does outside of transactions only.
    func outsideTransaction(_ body: (Database) throws -> Void) throws {
        try Self.translating(path, busySeconds) { try database.writeWithoutTransaction(body) }
    }

    /// Writes everything into the main file and closes it.
    public func close() throws {
        try Self.translating(path, busySeconds) { try database.close() }
    }
}

extension Store {
    private static func translating<Result>(
        _ path: String, _ busySeconds: Double, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error, path: path, busySeconds: busySeconds)
        }
    }

    /// Refuses files of other programs and of later versions before anything in them is changed.
    private static func check(_ path: String, _ configuration: Configuration) throws {
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        let (application, version, tables) = try queue.read { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
                // The list of migrations comes before the first of them, in a transaction of its own.
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'grdb_*'")
                    ?? 0
            )
        }
        if application != Migrations.applicationID, application != 0 || tables > 0 {
            throw StoreError.notAStore(
                path: path,
                found:
                    "an SQLite database of another program (application_id \(application), \(tables) tables)")
        }
        if version > Migrations.currentVersion {
            throw StoreError.newerVersion(path: path, supported: Migrations.currentVersion, found: version)
        }
        if configuration.readonly, version < Migrations.currentVersion {
            throw StoreError.olderVersion(path: path, supported: Migrations.currentVersion, found: version)
        }
    }

    /// Opens the file and migrates it. Of several processes that do so at once, each migration is done by one, and the
    /// others look again what is left.
    private static func open(
        _ path: String, _ configuration: Configuration, busySeconds: Double
    ) throws -> any DatabaseWriter {
        if configuration.readonly { return try DatabaseQueue(path: path, configuration: configuration) }
        let deadline = Date().addingTimeInterval(busySeconds)
        while true {
            do {
                let pool = try DatabasePool(path: path, configuration: configuration)
                try Migrations.migrator.migrate(pool)
                return pool
            } catch is Migrations.AppliedMeanwhile {
                continue
            } catch let error as DatabaseError
                where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) && Date() < deadline
            {
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }
}
