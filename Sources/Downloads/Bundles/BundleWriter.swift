import Foundation
import Hashing

/// Writes an exported folder, or a tar archive where the name ends in `.tar`.
final class BundleWriter {
    private let path: String
    private let archive: PartialDownload?

    /// - Throws: `DownloadError.unwritable` when something is there already or nothing can be written.
    init(_ path: String) throws {
        self.path = path
        let isArchive = path.hasSuffix(".tar")
        let present = try? FileManager.default.contentsOfDirectory(atPath: path)
        guard !FileSystem.exists(path) || (!isArchive && present?.isEmpty == true) else {
            throw DownloadError.unwritable(
                path: path, reason: "something is there already; name a new archive or an empty folder.")
        }
        archive = isArchive ? try PartialDownload(path + ".incomplete") : nil
        try archive?.restart()
        if !isArchive { try FileSystem.createFolder(path) }
    }

    func add(_ member: String, text: String) throws {
        let bytes = Array(text.utf8)
        try add(member, size: bytes.count) { write in try bytes.withUnsafeBytes(write) }
    }

    /// Copies a file and returns the SHA-256 of what was written.
    func add(_ member: String, file: String, size: Int) throws -> String {
        let hash = SHA256()
        try add(member, size: size) { write in
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
            defer { try? handle.close() }
            while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
                try piece.withUnsafeBytes {
                    hash.update($0)
                    try write($0)
                }
            }
        }
        return hash.hexDigest()
    }

    private func add(
        _ member: String, size: Int, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        guard let archive else {
            let place = "\(path)/\(member)"
            let file = try PartialDownload(place + ".incomplete")
            try file.restart()
            try body(file.append)
            return try file.finish(as: place)
        }
        let header = TarHeader(path: member, size: size)
        try header.block.withUnsafeBytes(archive.append)
        let start = archive.count
        try body(archive.append)
        guard archive.count - start == size else {
            throw DownloadError.unreadable(path: member, reason: "it changed while it was copied.")
        }
        try [UInt8](repeating: 0, count: header.paddedSize - size).withUnsafeBytes(archive.append)
    }

    func finish() throws {
        guard let archive else { return }
        try [UInt8](repeating: 0, count: 2 * TarHeader.blockSize).withUnsafeBytes(archive.append)
        try archive.finish(as: path)
    }

    /// Takes away an archive that did not become complete.
    func abandon() { archive?.remove() }
}
