import Foundation

/// Finds out what a file is from its first bytes; its name does not matter.
enum ContainerSniffer {
    static func read(_ file: MappedFile) throws -> CheckpointContents {
        let start = file.bytes.prefix(64)
        // Before the rest: the length in front of the header can look like the beginning of anything.
        let hasHeader = start.count > 8 && file.bytes[8] == UInt8(ascii: "{")
        if hasHeader, file.bytes.loadUnaligned(as: UInt64.self).littleEndian < UInt64(file.count) {
            return try SafetensorsReader.read(file)
        }
        if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) {
            return try archive(ZipArchive(file))
        }
        if start.starts(with: NumpyHeader.magic) { return try NumpyReader.array(file) }
        if start.first == 0x80, start.count > 1, file.bytes[1] <= 5 {
            return try beginsWithLongInteger(start) ? TorchReader.legacy(file) : TorchReader.bare(file)
        }
        if start.first == UInt8(ascii: "{") { return try ShardedReader.read(file) }
        if hasHeader { return try SafetensorsReader.read(file) }
        // Protocols 0 and 1 have no mark of their own; they begin with one of these and end with STOP.
        if let first = start.first, "(]})c".utf8.contains(first), file.bytes.last == UInt8(ascii: ".") {
            return try TorchReader.bare(file)
        }
        throw unrecognised(file)
    }

    /// Whether the first pickle starts with an integer of ten bytes, as the magic number of torch's stream does;
    /// from protocol 4 on a frame stands before it.
    private static func beginsWithLongInteger(_ start: Slice<UnsafeRawBufferPointer>) -> Bool {
        let body = start.dropFirst(2)
        return (body.first == 0x95 ? body.dropFirst(9) : body).starts(with: [0x8A, 0x0A])
    }

    private static func archive(_ archive: ZipArchive) throws -> CheckpointContents {
        let roots = archive.entries.compactMap { entry -> String? in
            let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
            return parts.last == "data.pkl" && parts.count <= 2 ? String(entry.name.dropLast(8)) : nil
        }
        if let root = roots.first {
            guard roots.count == 1 else {
                throw malformed(archive.file, "one data.pkl", "\(roots.count)", "Fetch the file again.")
            }
            let isScript =
                archive[root + "constants.pkl"] != nil
                || archive.entries.contains { $0.name.hasPrefix(root + "code/") }
            return try TorchReader.zip(archive, root: root, isScript: isScript)
        }
        if archive.entries.contains(where: { $0.name.hasSuffix(".npy") }) {
            return try NumpyReader.archive(archive)
        }
        let names = archive.entries.prefix(5).map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw malformed(
            archive.file, "a zip archive by torch or numpy",
            "one with \(names.isEmpty ? "no members" : names)",
            "If it is a download of several files, unpack it and give the checkpoint inside.")
    }

    private static func unrecognised(_ file: MappedFile) -> CheckpointError {
        let start = Array(file.bytes.prefix(512))
        let text = String(decoding: start, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let expected = "a checkpoint (safetensors, torch, TorchScript, npz, npy)"
        if text.hasPrefix("version https://git-lfs") {
            return malformed(file, expected, "a Git LFS pointer", "Run \"git lfs pull\" where it came from.")
        }
        if text.lowercased().hasPrefix("<!doctype") || text.hasPrefix("<") {
            return malformed(
                file, expected, "a web page", "The download gave an error page; fetch the file again.")
        }
        if start.starts(with: [0x1F, 0x8B]) {
            return malformed(file, expected, "a gzip file", "Unpack it with gunzip first.")
        }
        if start.count > 262, start[257..<262].elementsEqual("ustar".utf8) {
            return malformed(
                file, expected, "a tar archive",
                "Unpack it, or save the checkpoint again with torch 1.6 or later.")
        }
        let beginning = start.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(
            separator: " ")
        return malformed(
            file, expected, "a file that begins with \(beginning)", "Check that it is the right file.")
    }

    private static func malformed(_ file: MappedFile, _ expected: String, _ found: String, _ advice: String)
        -> CheckpointError
    {
        CheckpointError.malformed(file: file.path, expected: expected, found: found, advice: advice)
    }
}
