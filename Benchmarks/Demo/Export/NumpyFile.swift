import Foundation
import Media

/// Arrays in NumPy's formats, for readers in other languages.
enum NumpyFile {
    /// An array and the name it has in an archive.
    struct Array: Sendable {
        let name: String
        /// NumPy's type string, little-endian: `|u1`, `<f4`.
        let type: String
        let shape: [Int]
        let bytes: Data

        /// `[F, H, W, 3]` from frames of one size.
        init(name: String, frames: [RGBImage]) {
            self.name = name
            type = "|u1"
            shape = [frames.count, frames.first?.height ?? 0, frames.first?.width ?? 0, 3]
            bytes = frames.reduce(into: Data()) { $0.append(contentsOf: $1.pixels) }
        }

        init(name: String, shape: [Int], values: [UInt8]) {
            self.name = name
            type = "|u1"
            self.shape = shape
            bytes = Data(values)
        }

        init(name: String, shape: [Int], values: [Float]) {
            self.name = name
            type = "<f4"
            self.shape = shape
            bytes = values.reduce(into: Data(capacity: values.count * 4)) { bytes, value in
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }

        /// The array as the content of an `.npy` file, version 1.0.
        var encoded: Data {
            let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
            var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
            // Magic, version and length take 10 bytes; the values begin at a multiple of 64.
            header += String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64) + "\n"
            var file = Data([0x93] + "NUMPY".utf8 + [1, 0])
            file.appendLittleEndian(UInt16(header.utf8.count))
            file.append(contentsOf: header.utf8)
            return file + bytes
        }
    }

    /// Writes an `.npz` archive with stored (uncompressed) members and without dates, so that equal arrays give
    /// equal bytes.
    ///
    /// Throws: `MediaError.unwritable`.
    static func writeArchive(_ arrays: [Array], to path: String) throws {
        var archive = Data()
        var directory = Data()
        for array in arrays {
            let content = array.encoded
            let offset = UInt32(archive.count)
            let entry = entryFields(name: array.name + ".npy", content: content)
            archive.appendLittleEndian(UInt32(0x0403_4b50))
            archive += entry
            archive.append(contentsOf: (array.name + ".npy").utf8)
            archive += content
            directory.appendLittleEndian(UInt32(0x0201_4b50))
            directory.appendLittleEndian(UInt16(20))
            directory += entry
            // No comment, first disk, no attributes.
            directory += Data(count: 10)
            directory.appendLittleEndian(offset)
            directory.append(contentsOf: (array.name + ".npy").utf8)
        }
        let start = UInt32(archive.count)
        archive += directory
        archive.appendLittleEndian(UInt32(0x0605_4b50))
        archive += Data(count: 4)
        for _ in 0..<2 { archive.appendLittleEndian(UInt16(arrays.count)) }
        archive.appendLittleEndian(UInt32(directory.count))
        archive.appendLittleEndian(start)
        archive += Data(count: 2)
        try write(archive, to: path)
    }

    /// The fields that a member's header and its directory entry share.
    private static func entryFields(name: String, content: Data) -> Data {
        var fields = Data()
        fields.appendLittleEndian(UInt16(20))
        // No flags, stored, the earliest time and date that the format knows.
        fields += Data(count: 6)
        fields.appendLittleEndian(UInt16(0x21))
        fields.appendLittleEndian(checksum(content))
        fields.appendLittleEndian(UInt32(content.count))
        fields.appendLittleEndian(UInt32(content.count))
        fields.appendLittleEndian(UInt16(name.utf8.count))
        fields.appendLittleEndian(UInt16(0))
        return fields
    }

    static func write(_ content: Data, to path: String) throws {
        do {
            try content.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw MediaError.unwritable(path: path, reason: error.localizedDescription)
        }
    }

    private static let checksumTable: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1
        }
    }

    /// CRC-32 as ZIP uses it.
    private static func checksum(_ content: Data) -> UInt32 {
        ~content.reduce(~UInt32(0)) { sum, byte in
            checksumTable[Int((sum ^ UInt32(byte)) & 255)] ^ (sum >> 8)
        }
    }
}

extension Data {
    fileprivate mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
