import CZlib
import Foundation

/// Writes `.npz` archives as `numpy.savez_compressed` does: a zip of deflated `.npy` members. The same entries give the
/// same bytes, and the file appears under its name only when it is complete.
public enum NumpyArchiveWriter {
    /// What a zip of the old kind can say about sizes and offsets; statistics are far below.
    private static let largest = 0xFFFF_FFFE

    /// - Throws: `CheckpointError.unwritable` when the disk is full, the place cannot be written to or the archive
    ///   would pass 4 GiB, `.unsupportedType` for elements that numpy lacks.
    /// - Precondition: names are different from each other.
    public static func write(_ entries: [NumpyArchiveEntry], to path: String) throws {
        precondition(Set(entries.map(\.name)).count == entries.count, "two members of one name")
        let target = URL(fileURLWithPath: path)
        let partial = target.deletingLastPathComponent().appendingPathComponent(
            ".\(target.lastPathComponent).\(getpid()).partial")
        let file = try PartialFile(partial.path, target: path)
        do {
            var directory: [UInt8] = []
            for entry in entries {
                let member = Member(
                    name: entry.name + ".npy", bytes: try entry.bytes(file: path), offset: file.count)
                try requireRoom(file.count + member.storedSize, member.size, path)
                directory += member.directoryEntry
                try file.write(member.header + member.compressed)
            }
            let start = file.count
            try requireRoom(start + directory.count, 0, path)
            try file.write(directory + endRecord(entries.count, size: directory.count, offset: start))
            try file.finish()
        } catch {
            file.abandon()
            throw error
        }
    }

    private static func requireRoom(_ end: Int, _ size: Int, _ path: String) throws {
        guard max(end, size) <= largest else {
            throw CheckpointError.unwritable(
                file: path, reason: "arrays beyond 4 GiB do not fit an .npz archive; write safetensors.")
        }
    }

    private static func endRecord(_ count: Int, size: Int, offset: Int) -> [UInt8] {
        [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(UInt16(count)) + little(UInt16(count))
            + little(UInt32(size)) + little(UInt32(offset)) + [0, 0]
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    /// A deflated member and what the archive says about it.
    private struct Member {
        let name: [UInt8]
        let size: Int
        let compressed: [UInt8]
        let offset: Int
        private let checksum: UInt32

        init(name: String, bytes: [UInt8], offset: Int) {
            (self.name, size, self.offset) = (Array(name.utf8), bytes.count, offset)
            compressed = bytes.withUnsafeBytes(Deflater.deflated)
            checksum = UInt32(truncatingIfNeeded: crc32_z(0, bytes, bytes.count))
        }

        /// Bytes of header and content.
        var storedSize: Int { 30 + name.count + compressed.count }

        /// Version 2.0, UTF-8 names, deflate, and the first date that a zip can hold instead of today's.
        private var common: [UInt8] {
            little(UInt16(20)) + little(UInt16(0x800)) + little(UInt16(8)) + [0, 0, 0x21, 0]
                + little(checksum) + little(UInt32(compressed.count)) + little(UInt32(size))
                + little(UInt16(name.count)) + [0, 0]
        }

        var header: [UInt8] { [0x50, 0x4B, 3, 4] + common + name }

        var directoryEntry: [UInt8] {
            [0x50, 0x4B, 1, 2] + little(UInt16(20)) + common + [UInt8](repeating: 0, count: 10)
                + little(UInt32(offset)) + name
        }
    }
}

extension PartialFile {
    fileprivate func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
}
