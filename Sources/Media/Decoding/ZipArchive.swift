import CZlib

/// The members of a zip file, found through its central directory (ZIP64 included).
struct ZipArchive {
    struct Entry: Equatable {
        let name: String
        let method: Int
        let crc: UInt32
        let compressedSize: Int
        let size: Int
        let headerOffset: Int
    }

    let path: String
    let entries: [Entry]

    /// Throws: `MediaError.truncated` without a directory at the end, `.notMedia` when the directory is damaged.
    init(path: String) throws {
        self.path = path
        let file = try FileBytes(path: path)
        let size = file.size
        let tailSize = min(size, 22 + 65535 + 20)
        file.seek(to: size - tailSize)
        let tail = try file.read(tailSize)
        let end = stride(from: tail.count - 22, through: 0, by: -1).first {
            Self.number(tail, $0, 4) == 0x0605_4B50
        }
        guard let end else {
            throw MediaError.truncated(
                path: path, framesRead: 0, reason: "the directory at the end of the zip archive is missing")
        }
        var (count, length, offset) =
            (Self.number(tail, end + 10, 2), Self.number(tail, end + 12, 4), Self.number(tail, end + 16, 4))
        if end >= 20, Self.number(tail, end - 20, 4) == 0x0706_4B50 {
            file.seek(to: Self.number(tail, end - 12, 8))
            let record = try file.read(56)
            guard record.count == 56, Self.number(record, 0, 4) == 0x0606_4B50 else {
                throw MediaError.notMedia(path: path, found: "a zip archive with a damaged ZIP64 directory")
            }
            (count, length, offset) =
                (Self.number(record, 32, 8), Self.number(record, 40, 8), Self.number(record, 48, 8))
        }
        guard offset >= 0, length >= 0, offset <= size, length <= size - offset, count >= 0,
            count <= length / 46
        else {
            throw MediaError.notMedia(
                path: path, found: "a zip archive whose directory lies outside the file")
        }
        file.seek(to: offset)
        entries = try Self.directory(try file.read(length), count: count, path: path)
    }

    private static func directory(_ bytes: [UInt8], count: Int, path: String) throws -> [Entry] {
        var entries: [Entry] = []
        var position = 0
        for _ in 0..<count {
            guard position + 46 <= bytes.count, number(bytes, position, 4) == 0x0201_4B50 else {
                throw MediaError.notMedia(path: path, found: "a zip archive with a damaged directory")
            }
            let (nameSize, extraSize, commentSize) =
                (
                    number(bytes, position + 28, 2), number(bytes, position + 30, 2),
                    number(bytes, position + 32, 2)
                )
            let next = position + 46 + nameSize + extraSize + commentSize
            guard next <= bytes.count else {
                throw MediaError.notMedia(path: path, found: "a zip archive with a damaged directory")
            }
            let nameEnd = position + 46 + nameSize
            var wide = wideFields(bytes[nameEnd..<nameEnd + extraSize])
            func field(_ offset: Int) -> Int {
                let value = number(bytes, position + offset, 4)
                return value == 0xFFFF_FFFF && !wide.isEmpty ? wide.removeFirst() : value
            }
            let (size, compressed, header) = (field(24), field(20), field(42))
            entries.append(
                Entry(
                    name: String(decoding: bytes[position + 46..<nameEnd], as: UTF8.self),
                    method: number(bytes, position + 10, 2), crc: UInt32(number(bytes, position + 16, 4)),
                    compressedSize: compressed, size: size, headerOffset: header))
            position = next
        }
        return entries
    }

    /// The 64-bit fields of a ZIP64 extra block, in their order.
    private static func wideFields(_ extra: ArraySlice<UInt8>) -> [Int] {
        let bytes = Array(extra)
        var position = 0
        while position + 4 <= bytes.count {
            let length = number(bytes, position + 2, 2)
            guard position + 4 + length <= bytes.count else { return [] }
            if number(bytes, position, 2) == 1 {
                return stride(from: position + 4, through: position + length - 4, by: 8).map {
                    number(bytes, $0, 8)
                }
            }
            position += 4 + length
        }
        return []
    }

    /// A little-endian number; negative when a 64-bit one exceeds the range of Int.
    private static func number(_ bytes: [UInt8], _ offset: Int, _ width: Int) -> Int {
        Int(
            truncatingIfNeeded: (0..<width).reduce(UInt64(0)) {
                $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1)
            })
    }

    /// The uncompressed bytes of a member.
    ///
    /// Throws: `MediaError.unsupported` for compression other than none and deflate, `.notMedia` when the member
    /// lies outside the file.
    func open(_ entry: Entry) throws -> any ByteStream {
        let file = try FileBytes(path: path)
        let size = file.size
        let isInside =
            entry.headerOffset >= 0 && entry.compressedSize >= 0 && entry.size >= 0
            && entry.headerOffset <= size - 30 && entry.compressedSize <= size
        guard isInside else {
            throw MediaError.notMedia(path: path, found: "a zip member \(entry.name) outside the file")
        }
        file.seek(to: entry.headerOffset)
        let header = try file.read(30)
        let start = entry.headerOffset + 30 + Self.number(header, 26, 2) + Self.number(header, 28, 2)
        guard Self.number(header, 0, 4) == 0x0403_4B50, start <= size - entry.compressedSize else {
            throw MediaError.notMedia(path: path, found: "a zip member \(entry.name) outside the file")
        }
        guard entry.method == 0 || entry.method == 8 else {
            throw MediaError.unsupported(
                path: path, found: "zip compression \(entry.method) of \(entry.name)",
                advice: "Save the array with numpy.savez or numpy.savez_compressed.")
        }
        file.seek(to: start)
        return ZipMember(path: path, entry: entry, file: file)
    }
}
