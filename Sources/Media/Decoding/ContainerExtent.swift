import Foundation

/// Whether a file is as long as its own structure says; demuxers report a file that was cut off as a plain end.
enum ContainerExtent {
    /// What is missing from an ISO media (mp4, mov), RIFF (AVI, WebP) or GIF file; nil when nothing is, and for
    /// formats that do not tell.
    static func shortfall(of path: String) throws -> String? {
        let file = try FileBytes(path: path)
        let size = file.size
        let head = try file.read(12)
        guard head.count == 12 else { return nil }
        if head.starts(with: Array("RIFF".utf8)) {
            let declared = 8 + (0..<4).reduce(0) { $0 | Int(head[4 + $1]) << (8 * $1) }
            return declared > size ? "the file has \(size) bytes and declares \(declared)" : nil
        }
        if head.starts(with: Array("GIF8".utf8)) {
            file.seek(to: max(0, size - 1024))
            let last = try file.read(1024).last { $0 != 0 }
            return last == 0x3B ? nil : "the end mark of the GIF is missing"
        }
        let topLevelBoxes: Set<String> = ["ftyp", "moov", "mdat", "free", "skip", "wide", "pnot"]
        guard topLevelBoxes.contains(String(decoding: head[4..<8], as: UTF8.self)) else { return nil }
        return try boxShortfall(file, size: size)
    }

    /// Walks the outermost boxes of an ISO media file: 32-bit size and type, size 1 for a 64-bit one behind them,
    /// 0 for the rest of the file.
    private static func boxShortfall(_ file: FileBytes, size: Int) throws -> String? {
        var (position, kinds): (Int, Set<String>) = (0, [])
        while position < size {
            file.seek(to: position)
            let header = try file.read(16)
            guard header.count >= 8 else { return "the file ends inside a box header" }
            func bigEndian(_ range: Range<Int>) -> Int { header[range].reduce(0) { $0 << 8 | Int($1) } }
            kinds.insert(String(decoding: header[4..<8], as: UTF8.self))
            var length = bigEndian(0..<4)
            if length == 1, header.count == 16 { length = bigEndian(8..<16) }
            if length == 0 { break }
            guard length >= 8 else { return nil }
            guard length <= size - position else {
                let kind = String(decoding: header[4..<8], as: UTF8.self)
                return "the file has \(size) bytes, its \(kind) box ends at \(position &+ length)"
            }
            position += length
        }
        return kinds.contains("moov") ? nil : "the index (moov) of the mp4 file is missing"
    }
}
