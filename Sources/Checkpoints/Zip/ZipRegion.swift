import CZlib
import Synchronization

/// The bytes of a member of a zip archive; the first reading compares them with their CRC-32.
final class ZipRegion: ByteRegion {
    private let archive: ZipArchive
    private let entry: ZipEntry
    /// Bytes at the start that belong to a header, not to the tensor.
    private let skipped: Int
    private let isVerified = Atomic<Bool>(false)

    init(archive: ZipArchive, entry: ZipEntry, skipping skipped: Int = 0) {
        (self.archive, self.entry, self.skipped) = (archive, entry, skipped)
    }

    var count: Int { entry.size - skipped }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        try withExtendedLifetime(archive) {
            let stored = UnsafeRawBufferPointer(rebasing: archive.file.bytes[entry.range])
            if entry.isStored {
                try verify(stored)
                return try body(UnsafeRawBufferPointer(rebasing: stored[skipped...]))
            }
            let inflated = UnsafeMutableRawBufferPointer.allocate(byteCount: entry.size, alignment: 16)
            defer { inflated.deallocate() }
            let inflater = Inflater(stored)
            guard inflater.fill(inflated) == entry.size, inflater.isAtEnd else {
                throw archive.damaged(entry, "\(entry.size) deflated bytes", "a broken or longer stream")
            }
            try verify(UnsafeRawBufferPointer(inflated))
            return try body(UnsafeRawBufferPointer(rebasing: inflated[skipped...]))
        }
    }

    /// The first `limit` bytes at most, unchecked: for headers, before the sizes that they declare are believed.
    func prefix(_ limit: Int) throws -> [UInt8] {
        let stored = UnsafeRawBufferPointer(rebasing: archive.file.bytes[entry.range])
        if entry.isStored { return Array(stored.prefix(limit)) }
        return try [UInt8](unsafeUninitializedCapacity: min(limit, entry.size)) { buffer, initialised in
            initialised = Inflater(stored).fill(UnsafeMutableRawBufferPointer(buffer))
            guard initialised == buffer.count else {
                throw archive.damaged(entry, "a deflated stream", "a broken one")
            }
        }
    }

    func release() { archive.file.release(entry.range) }

    private func verify(_ bytes: UnsafeRawBufferPointer) throws {
        guard !isVerified.load(ordering: .acquiring) else { return }
        let found = UInt32(
            truncatingIfNeeded: crc32_z(
                0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
        guard found == entry.checksum else {
            throw archive.damaged(
                entry, "bytes with checksum \(String(entry.checksum, radix: 16))",
                "checksum \(String(found, radix: 16))")
        }
        isVerified.store(true, ordering: .releasing)
    }
}
