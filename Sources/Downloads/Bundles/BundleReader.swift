import Foundation

/// Reads an exported folder or tar archive.
struct BundleReader {
    private enum Kind {
        case folder
        /// Where the bytes of each member are.
        case archive([String: Range<Int>])
    }

    let path: String
    private let kind: Kind

    /// - Throws: `DownloadError.unreadable` when there is nothing, `.bundle` for what is no archive of ours.
    init(_ path: String) throws {
        self.path = path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DownloadError.unreadable(path: path, reason: "there is no such file or folder.")
        }
        kind = isFolder.boolValue ? .folder : .archive(try Self.index(path))
    }

    /// Every member's name and place. Only headers are read.
    private static func index(_ path: String) throws -> [String: Range<Int>] {
        let handle = try open(path)
        defer { try? handle.close() }
        let end = Int(try handle.seekToEnd())
        var members: [String: Range<Int>] = [:]
        var offset = 0
        do {
            while true {
                try handle.seek(toOffset: UInt64(offset))
                let block = Array(try handle.read(upToCount: TarHeader.blockSize) ?? Data())
                if offset == 0, block.starts(with: [0x1F, 0x8B]) {
                    throw TarDamage(found: "a compressed file; unpack it with gunzip first")
                }
                guard block.count == TarHeader.blockSize else { throw TarDamage(found: "its end too early") }
                guard let header = try TarHeader(block) else { break }
                let start = offset + TarHeader.blockSize
                guard header.size <= end - start else {
                    throw TarDamage(found: "only the beginning of \(header.path)")
                }
                let name = header.path.hasPrefix("./") ? String(header.path.dropFirst(2)) : header.path
                switch header.kind {
                case UInt8(ascii: "0"): members[name] = start..<start + header.size
                case UInt8(ascii: "5"): break
                default: throw TarDamage(found: "\(header.path), which is no plain file")
                }
                offset = start + header.paddedSize
            }
        } catch let damage as TarDamage {
            throw DownloadError.bundle(
                path: path, expected: "a tar archive of exported weights", found: damage.found,
                advice: "Copy it again, or make it again with `i2vbench weights export`.")
        }
        return members
    }

    private static func open(_ path: String) throws -> FileHandle {
        do {
            return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw DownloadError.unreadable(path: path, reason: "\(error.localizedDescription)")
        }
    }

    /// Hands over the bytes of a member in pieces of at most 1 MiB.
    ///
    /// - Throws: `DownloadError.bundle` when there is no such member, and what `body` throws.
    func read(_ member: String, _ body: (Data) throws -> Void) throws {
        let handle: FileHandle
        var left = Int.max
        switch kind {
        case .folder:
            let place = path + "/" + member
            guard FileSystem.size(place) != nil else { throw missing(member) }
            handle = try Self.open(place)
        case .archive(let members):
            guard let range = members[member] else { throw missing(member) }
            handle = try Self.open(path)
            try handle.seek(toOffset: UInt64(range.lowerBound))
            left = range.count
        }
        defer { try? handle.close() }
        while left > 0, let piece = try handle.read(upToCount: min(left, 1 << 20)), !piece.isEmpty {
            left -= piece.count
            try body(piece)
        }
    }

    func manifest() throws -> WeightManifest {
        var bytes = Data()
        try read(WeightManifest.fileName) { bytes.append($0) }
        return try WeightManifest(bytes, path: path)
    }

    private func missing(_ member: String) -> DownloadError {
        .bundle(
            path: path, expected: "a member \(member)", found: "none of that name",
            advice: "Copy it again, or make it again with `i2vbench weights export`.")
    }
}
