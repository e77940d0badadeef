internal import GRDB

/// Why a store cannot be used. Every text names the file, what was expected, what was found and what to do.
public enum StoreError: Error, Sendable, Equatable {
    /// There is no store where one was expected.
    case absent(path: String)
    /// The file is not an SQLite database, or one of another program.
    case notAStore(path: String, found: String)
    /// The store was written by a later version.
    case newerVersion(path: String, supported: Int, found: Int)
    /// The store has an older layout than this version reads, and may not be changed.
    case olderVersion(path: String, supported: Int, found: Int)
    /// The file or its folder may not be written.
    case notWritable(path: String, found: String)
    /// Another process held the store for longer than we wait.
    case locked(path: String, seconds: Double)
    /// The disk is full.
    case full(path: String)
    /// SQLite reports the file's contents as broken.
    case damaged(path: String, found: String)
    /// Anything else that SQLite reports.
    case failed(path: String, found: String)
    /// A row that the caller named does not exist.
    case noSuchRun(path: String, run: String, known: [Int64])
    /// Two stores hold the same thing with different contents.
    case differs(path: String, other: String, what: String, found: [String])
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .absent(let path):
            "\(path): no store there. Name an existing one with --store, or make one with `i2vbench run`."
        case .notAStore(let path, let found):
            "\(path): expected an i2vbench store, found \(found). Name another file with --store; this one is "
                + "left untouched."
        case .newerVersion(let path, let supported, let found):
            "\(path): expected store version \(supported) or older, found \(found), written by a newer "
                + "i2vbench. Update i2vbench, or name another file with --store."
        case .olderVersion(let path, let supported, let found):
            "\(path): expected store version \(supported), found \(found). `i2vbench run` and `i2vbench "
                + "score` bring a store up to date; the file must be writable for that."
        case .notWritable(let path, let found):
            "\(path): expected a file that can be written, found: \(found). Check the permissions of the file "
                + "and of its folder, or name another file with --store."
        case .locked(let path, let seconds):
            "\(path): another process has kept the store locked for \(Int(seconds.rounded())) seconds. Wait "
                + "for it to finish, or end it; finished work is kept."
        case .full(let path):
            "\(path): the disk is full. Free some space and run the same command again; finished work is kept."
        case .damaged(let path, let found):
            "\(path): the store is damaged (\(found)). Restore a copy, or save what is readable with "
                + "`sqlite3 \(path) .recover`."
        case .failed(let path, let found):
            "\(path): SQLite reports: \(found)."
        case .noSuchRun(let path, let run, let known):
            "\(path): there is no run \(run); "
                + (known.isEmpty
                    ? "the store holds no runs."
                    : "the store holds \(known.map(String.init).joined(separator: ", ")).")
        case .differs(let path, let other, let what, let found):
            "\(path) and \(other) cannot be joined: both hold \(what), with different contents "
                + "(\(found.joined(separator: " and "))). Results of different machines or versions do not mix; run one "
                + "of them again."
        }
    }
}

extension StoreError {
    /// What an SQLite error means for the user of the store at `path`.
    init(_ error: DatabaseError, path: String, busySeconds: Double) {
        let text = error.message ?? "result code \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path, seconds: busySeconds)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self = .notWritable(path: path, found: text)
        case .SQLITE_NOTADB: self = .notAStore(path: path, found: "a file that is no SQLite database")
        case .SQLITE_CORRUPT: self = .damaged(path: path, found: text)
        default: self = .failed(path: path, found: error.description)
        }
    }
}
