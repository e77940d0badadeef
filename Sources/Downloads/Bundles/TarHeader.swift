import Foundation

/// One header block of a tar archive (POSIX ustar; sizes from 8 GiB on in base 256, as GNU tar writes them).
struct TarHeader: Equatable {
    static let blockSize = 512

    var path: String
    var size: Int
    /// `0` a file, `5` a folder; anything else is not used here.
    var kind: UInt8 = UInt8(ascii: "0")

    /// Bytes of the member with the zeros that fill its last block.
    var paddedSize: Int { (size + Self.blockSize - 1) / Self.blockSize * Self.blockSize }

    /// - Precondition: the path fits: 100 bytes for the last part, 155 for what is before it.
    var block: [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        func put(_ bytes: some Collection<UInt8>, at offset: Int) {
            block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        let (prefix, name) = Self.split(path)
        precondition(name.utf8.count <= 100 && prefix.utf8.count <= 155, "\(path) does not fit into tar")
        put(Array(name.utf8), at: 0)
        put(Array("0000644\0".utf8), at: 100)
        put(Array("0000000\0".utf8), at: 108)
        put(Array("0000000\0".utf8), at: 116)
        put(Self.number(size), at: 124)
        put(Array("00000000000\0".utf8), at: 136)
        put([kind], at: 156)
        put(Array("ustar\u{0}00".utf8), at: 257)
        put(Array(prefix.utf8), at: 345)
        put(Array(Self.octal(Self.checksum(block), digits: 6).utf8) + [0, 0x20], at: 148)
        return block
    }

    /// The header in a block; nil for a block of zeros, which ends the archive.
    ///
    /// - Throws: `TarDamage` when the block is no header.
    init?(_ block: [UInt8]) throws {
        if block.allSatisfy({ $0 == 0 }) { return nil }
        guard block.count == Self.blockSize, Self.octal(block[148..<156]) == Self.checksum(block) else {
            throw TarDamage(found: "a header with a wrong checksum")
        }
        guard let size = Self.number(block[124..<136]), size >= 0 else {
            throw TarDamage(found: "a member without a size")
        }
        let prefix = block[257..<262].elementsEqual("ustar".utf8) ? Self.text(block[345..<500]) : ""
        let name = Self.text(block[0..<100])
        path = prefix.isEmpty ? name : prefix + "/" + name
        self.size = size
        kind = block[156] == 0 ? UInt8(ascii: "0") : block[156]
    }

    init(path: String, size: Int) { (self.path, self.size) = (path, size) }

    private static func split(_ path: String) -> (prefix: String, name: String) {
        guard path.utf8.count > 100, let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    private static func checksum(_ block: [UInt8]) -> Int {
        block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
    }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: digits - text.count) + text
    }

    private static func octal(_ bytes: ArraySlice<UInt8>) -> Int? {
        Int(text(bytes).trimmingCharacters(in: .whitespaces), radix: 8)
    }

    private static func number(_ size: Int) -> [UInt8] {
        if size < 1 << 33 { return Array(octal(size, digits: 11).utf8) + [0] }
        return [0x80, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first, first & 0x80 != 0 else { return octal(bytes) }
        guard bytes.dropFirst().prefix(3).allSatisfy({ $0 == 0 }), first == 0x80 else { return nil }
        return bytes.suffix(8).reduce(0) { $0 << 8 | Int($1) }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// What is wrong with a tar archive.
struct TarDamage: Error {
    let found: String
}
