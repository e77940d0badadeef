import Hashing
import Synchronization

/// SHA-256 of files, computed once as long as path, size and time of change stay the same.
public final class DigestCache: Sendable {
    private let digests = Mutex<[MappedFile.Stamp: String]>([:])

    public init() {}

    /// Lower-case hexadecimal digest of the file's bytes.
    ///
    /// Cost: one pass over the file the first time (about a second a gigabyte); memory stays as it is.
    func digest(of file: MappedFile) -> String {
        if let known = digests.withLock({ $0[file.stamp] }) { return known }
        let hash = SHA256()
        let step = 1 << 24
        for start in stride(from: 0, to: file.count, by: step) {
            let range = start..<min(start + step, file.count)
            hash.update(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
            file.release(range)
        }
        let digest = hash.hexDigest()
        digests.withLock { $0[file.stamp] = digest }
        return digest
    }

    /// The digest of a checkpoint: that of its file, or of the list of its files' digests.
    func digest(of checkpoint: Checkpoint) -> String {
        let parts = checkpoint.files.map { digest(of: $0) }
        return parts.count == 1 ? parts[0] : SHA256.hex(of: parts.joined(separator: "\n").utf8)
    }
}
