import Foundation

/// The bytes of a file that have arrived so far, kept beside where the file will be.
final class PartialDownload {
    let path: String
    private(set) var count: Int
    private var descriptor: Int32

    /// Opens what an earlier attempt left, or an empty file.
    init(_ path: String) throws {
        self.path = path
        try FileSystem.createFolder(of: path)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileSystem.failure(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileSystem.failure(path) }
        count = Int(status.st_size)
        lseek(descriptor, 0, SEEK_END)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw FileSystem.failure(path, writing: rest.count)
            }
            rest = rest.dropFirst(written)
            count += written
        }
    }

    /// Throws away what has arrived.
    func restart() throws {
        guard count > 0 else { return }
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw FileSystem.failure(path)
        }
        count = 0
    }

    /// Gives the complete file its name.
    func finish(as target: String) throws {
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileSystem.failure(path) }
        try FileSystem.createFolder(of: target)
        guard rename(path, target) == 0 else { throw FileSystem.failure(target) }
    }

    func remove() { unlink(path) }
}
