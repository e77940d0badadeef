import Foundation

/// Keeps two processes from writing the same file: the second one waits and finds it done.
///
/// A lock of the system (`flock`) on a file that stays behind, as Python's `filelock` takes it; it ends with the
/// process that holds it, however that ends.
final class DownloadLock {
    private let descriptor: Int32

    /// Waits until the lock is free.
    ///
    /// - Parameter onWait: called once when another process holds it.
    /// - Throws: `DownloadError.unwritable` when the file system has no locks, `CancellationError`.
    init(_ path: String, isCancelled: () -> Bool, onWait: () -> Void) throws {
        try FileSystem.createFolder(of: path)
        descriptor = try Self.acquire(path, isCancelled: isCancelled, onWait: onWait)
    }

    private static func acquire(_ path: String, isCancelled: () -> Bool, onWait: () -> Void) throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o664)
        guard descriptor >= 0 else { throw FileSystem.failure(path) }
        var isAnnounced = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            let reason = errno == EWOULDBLOCK ? nil : String(cString: strerror(errno))
            guard reason == nil, !isCancelled() else {
                close(descriptor)
                guard let reason else { throw CancellationError() }
                throw DownloadError.unwritable(
                    path: path, reason: "\(reason). The file system must have locks; choose another cache.")
            }
            if !isAnnounced { onWait() }
            isAnnounced = true
            usleep(100_000)
        }
        return descriptor
    }

    deinit { close(descriptor) }
}
