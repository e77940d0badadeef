import Foundation

/// A file that is written beside its target and takes the target's name when it is complete.
package final class PartialFile {
    private let path: String
    private let target: String
    private var descriptor: Int32
    private(set) var count = 0

    package init(_ path: String, target: String) throws {
        (self.path, self.target) = (path, target)
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(target) }
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 26))
            let written = Foundation.write(descriptor, piece.baseAddress, piece.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw Self.failure(target)
            }
            rest = rest.dropFirst(written)
            count += written
        }
    }

    func finish() throws {
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw Self.failure(target) }
        guard close(descriptor) == 0 else {
            descriptor = -1
            throw Self.failure(target)
        }
        descriptor = -1
        guard rename(path, target) == 0 else { throw Self.failure(target) }
    }

    func abandon() {
        if descriptor >= 0 { close(descriptor) }
        unlink(path)
    }

    private static func failure(_ target: String) -> CheckpointError {
        let advice =
            switch errno {
            case ENOSPC, EDQUOT: "The disk is full; make room or write to another one."
            case ENOENT: "Its folder does not exist; create it first."
            case EACCES, EPERM, EROFS: "The folder may not be written to; choose another one."
            default: "Choose another place."
            }
        return CheckpointError.unwritable(
            file: target, reason: String(cString: strerror(errno)) + ". " + advice)
    }
}
