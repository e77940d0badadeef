internal import GRDB

extension Store {
    /// Version of the SQLite library in use.
    public static var libraryVersion: String {
        get throws {
            try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") ?? "" }
        }
    }
}
