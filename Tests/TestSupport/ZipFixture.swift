import Foundation

/// Zip archives written field by field, for layouts that are too large or too odd to keep as files.
public enum ZipFixture {
    /// An archive of stored members. Sizes and offsets go to zip64 fields where `isLarge` says so; checksums are
    /// the real ones.
    public static func archive(_ members: [(name: String, bytes: [UInt8])], isLarge: Bool = false) -> [UInt8]
    {
        var result: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            directory += entry(
                member.name, size: member.bytes.count, checksum: checksum(member.bytes), offset: result.count,
                isLarge: isLarge)
            result += header(member.name) + member.bytes
        }
        return result + directory
            + end(count: members.count, size: directory.count, offset: result.count, isLarge: isLarge)
    }

    /// A torch checkpoint of one float32 tensor "w" of `count` zeros, as a sparse file.
    public static func writeLarge(count: Int, to path: String) throws {
        var body = Array("}X".utf8) + [1, 0, 0, 0] + Array("wctorch._utils\n_rebuild_tensor_v2\n((X".utf8)
        body +=
            [7, 0, 0, 0] + Array("storagectorch\nFloatStorage\nX".utf8) + [1, 0, 0, 0] + Array("0X".utf8)
        body +=
            [3, 0, 0, 0] + Array("cpu".utf8) + [0x8A, 8] + little(UInt64(count)) + Array("tQK".utf8) + [0]
        body +=
            [0x8A, 8] + little(UInt64(count)) + [0x85] + Array("K".utf8) + [1, 0x85, 0x89]
            + Array("}tRs".utf8)
        let pickle = [0x80, 2] + body + [0x2E]
        let start = header("archive/data.pkl") + pickle
        let record = header("archive/data/0")
        let size = count * 4
        let offset = start.count + record.count + size
        var directory = entry(
            "archive/data.pkl", size: pickle.count, checksum: checksum(pickle), offset: 0, isLarge: false)
        directory += entry("archive/data/0", size: size, checksum: 0, offset: start.count, isLarge: true)
        directory += end(count: 2, size: directory.count, offset: offset, isLarge: true)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.write(contentsOf: Data(start + record))
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: Data(directory))
        try handle.close()
    }

    public static func little<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func header(_ name: String) -> [UInt8] {
        little(UInt32(0x0403_4B50)) + [UInt8](repeating: 0, count: 22) + little(UInt16(name.utf8.count))
            + little(UInt16(0)) + Array(name.utf8)
    }

    private static func entry(_ name: String, size: Int, checksum: UInt32, offset: Int, isLarge: Bool)
        -> [UInt8]
    {
        let extra =
            isLarge
            ? little(UInt16(1)) + little(UInt16(24)) + little(size) + little(size) + little(offset) : []
        let narrow = { (value: Int) in little(isLarge ? UInt32.max : UInt32(value)) }
        var bytes = little(UInt32(0x0201_4B50)) + [UInt8](repeating: 0, count: 12) + little(checksum)
        bytes += narrow(size) + narrow(size) + little(UInt16(name.utf8.count)) + little(UInt16(extra.count))
        return bytes + [UInt8](repeating: 0, count: 10) + narrow(offset) + Array(name.utf8) + extra
    }

    private static func end(count: Int, size: Int, offset: Int, isLarge: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        if isLarge {
            bytes += little(UInt32(0x0606_4B50)) + little(UInt64(44)) + [UInt8](repeating: 0, count: 12)
            bytes += little(count) + little(count) + little(size) + little(offset)
            bytes +=
                little(UInt32(0x0706_4B50)) + little(UInt32(0)) + little(offset + size) + little(UInt32(1))
        }
        let narrow = { (value: Int) in little(isLarge ? UInt32.max : UInt32(value)) }
        return bytes + little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(UInt16(count))
            + little(UInt16(count))
            + narrow(size) + narrow(offset) + little(UInt16(0))
    }

    /// CRC-32, bit by bit.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { value, byte in
            (0..<8).reduce(value ^ UInt32(byte)) { bits, _ in (bits >> 1) ^ (bits & 1 == 1 ? 0xEDB8_8320 : 0)
            }
        }
    }
}
