import Foundation

/// A file mapped for reading: opening costs the same whatever its size, and pages come in when they are touched.
///
/// The file must not be shortened while it is open.
final class MappedFile: @unchecked Sendable {
    let path: String
    let bytes: UnsafeRawBufferPointer
    let stamp: Stamp

    /// What tells whether a file is still the same.
    struct Stamp: Hashable, Sendable {
        let path: String
        /// A file that took the place of another within one tick of the clock has another number.
        let number: UInt64
        let size: Int
        let seconds: Int
        let nanoseconds: Int
    }

    /// - Throws: `CheckpointError.unreadable` for what is not a readable file, `.malformed` for an empty one.
    init(_ path: String) throws {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw CheckpointError.unreadable(
                file: path, reason: "expected a checkpoint file, found no regular file.")
        }
        let count = Int(status.st_size)
        guard count > 0 else {
            throw CheckpointError.malformed(
                file: path, expected: "a checkpoint", found: "an empty file",
                advice: "The download was probably interrupted; fetch it again.")
        }
        guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw Self.failure(path)
        }
        bytes = UnsafeRawBufferPointer(start: base, count: count)
        stamp = Stamp(
            path: path, number: UInt64(status.st_ino), size: count, seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    var count: Int { bytes.count }

    /// Tells the kernel that the pages of `range` are not needed for now, so that one pass over a large file
    /// does not fill memory with it. They come back from the file when touched again.
    func release(_ range: Range<Int>) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let start = (range.lowerBound + page - 1) / page * page
        let end = range.upperBound / page * page
        guard start < end, let base = bytes.baseAddress else { return }
        _ = madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
    }

    private static func failure(_ path: String) -> CheckpointError {
        CheckpointError.unreadable(file: path, reason: String(cString: strerror(errno)) + ".")
    }
}
