import Foundation

/// What downloads need of the file system, with errors for people.
enum FileSystem {
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// Bytes of a file, following links; nil when there is none.
    static func size(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Creates the folder in which a file is to be.
    static func createFolder(of path: String) throws {
        try createFolder((path as NSString).deletingLastPathComponent)
    }

    static func createFolder(_ path: String) throws {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw DownloadError.unwritable(
                    path: path, reason: "expected a folder, found a file. Move it away, " + advice)
            }
            return
        }
        let parent = (path as NSString).deletingLastPathComponent
        if !parent.isEmpty, parent != path { try createFolder(parent) }
        // Another process may have been faster.
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure(path) }
    }

    /// Writes a small file in one step: readers see the old one or the new one.
    static func write(_ text: String, to path: String) throws {
        try createFolder(of: path)
        let partial = "\(path).\(getpid()).incomplete"
        let file = try PartialDownload(partial)
        do {
            try file.restart()
            try Array(text.utf8).withUnsafeBytes { try file.append($0) }
            try file.finish(as: path)
        } catch {
            file.remove()
            throw error
        }
    }

    /// Links `path` to a file in the same tree by a relative path, as the hub's cache does.
    static func link(_ path: URL, to target: URL) throws {
        try createFolder(of: path.path)
        let from = path.deletingLastPathComponent().standardizedFileURL.pathComponents
        let to = target.standardizedFileURL.pathComponents
        let common = zip(from, to).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: from.count - common) + to[common...]
        let partial = "\(path.path).\(getpid()).incomplete"
        unlink(partial)
        guard symlink(steps.joined(separator: "/"), partial) == 0, rename(partial, path.path) == 0 else {
            defer { unlink(partial) }
            throw failure(path.path)
        }
    }

    /// Free bytes for this user where `path` is to be.
    static func availableBytes(_ path: String) -> Int? {
        var place = path
        while !place.isEmpty, !exists(place) { place = (place as NSString).deletingLastPathComponent }
        var status = statvfs()
        guard statvfs(place.isEmpty ? "." : place, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// The last error of the system, in words.
    static func failure(_ path: String, writing count: Int = 1) -> DownloadError {
        switch errno {
        case ENOSPC, EDQUOT:
            return .noSpace(path: path, needed: count, available: availableBytes(path))
        case EACCES, EPERM, EROFS:
            return .unwritable(
                path: path,
                reason: String(cString: strerror(errno)) + ". The folder may not be written to; " + advice)
        default:
            return .unwritable(path: path, reason: String(cString: strerror(errno)) + ".")
        }
    }

    private static let advice = "choose another one with I2VBENCH_CACHE or HF_HUB_CACHE."
}
