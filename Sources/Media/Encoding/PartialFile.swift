import Foundation

/// A file under construction: written beside its destination under a hidden name and renamed when complete.
/// Unless committed it is removed, so a failure leaves nothing behind.
final class PartialFile {
    let path: String
    /// Where the bytes go until `commit`.
    let partialPath: String
    private var file: UnsafeMutablePointer<FILE>?
    private var isCommitted = false

    /// Reserves the partial name without creating the file, for writers that open it themselves.
    init(reserving path: String) throws {
        self.path = path
        partialPath = try Self.partialPath(for: path)
    }

    /// Creates the partial file. Throws: `MediaError.unwritable`.
    init(path: String) throws {
        self.path = path
        partialPath = try Self.partialPath(for: path)
        guard let file = fopen(partialPath, "wb") else { throw unwritable() }
        self.file = file
    }

    deinit {
        if let file { fclose(file) }
        if !isCommitted { try? FileManager.default.removeItem(atPath: partialPath) }
    }

    private static func partialPath(for path: String) throws -> String {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
        else {
            throw MediaError.unwritable(path: path, reason: "there is no folder \(folder)")
        }
        return "\(folder)/.\(url.lastPathComponent).partial-\(ProcessInfo.processInfo.processIdentifier)"
    }

    func write(_ bytes: [UInt8]) throws {
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw unwritable() }
    }

    /// Flushes and moves the file to its destination, replacing what is there. Throws: `MediaError.unwritable`.
    func commit() throws {
        if let file {
            self.file = nil
            guard fclose(file) == 0 else { throw unwritable() }
        }
        guard rename(partialPath, path) == 0 else { throw unwritable() }
        isCommitted = true
    }

    private func unwritable() -> MediaError {
        .unwritable(path: path, reason: String(cString: strerror(errno)))
    }
}
