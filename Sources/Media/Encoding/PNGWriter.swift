import CZlib

/// Encodes RGB images as PNG: 8-bit truecolour, each row with the filter whose residues are smallest.
/// The same image gives the same bytes (for one version of zlib); nothing but pixels is stored.
public enum PNGWriter {
    /// The bytes of a PNG file.
    public static func encode(_ image: RGBImage) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        append("IHDR", bigEndian(image.width) + bigEndian(image.height) + [8, 2, 0, 0, 0], to: &bytes)
        append("IDAT", deflated(filtered(image)), to: &bytes)
        append("IEND", [], to: &bytes)
        return bytes
    }

    /// Writes a PNG file. The file appears complete or not at all. Throws: `MediaError.unwritable`.
    public static func write(_ image: RGBImage, to path: String) throws {
        let output = try PartialFile(path: path)
        try output.write(encode(image))
        try output.commit()
    }

    private static func append(_ kind: String, _ content: [UInt8], to bytes: inout [UInt8]) {
        let body = Array(kind.utf8) + content
        bytes += bigEndian(content.count) + body
        bytes += bigEndian(Int(crc32_z(0, body, body.count)))
    }

    private static func bigEndian(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func filtered(_ image: RGBImage) -> [UInt8] {
        let stride = image.width * 3
        var result: [UInt8] = []
        result.reserveCapacity((stride + 1) * image.height)
        var previous = [UInt8](repeating: 0, count: stride)
        for row in 0..<image.height {
            let current = Array(image.pixels[row * stride..<(row + 1) * stride])
            var best: (cost: Int, filter: UInt8, bytes: [UInt8]) = (.max, 0, [])
            for filter: UInt8 in 0...4 {
                let bytes = residues(current, above: previous, filter: filter)
                let cost = bytes.reduce(0) { $0 + abs(Int(Int8(bitPattern: $1))) }
                if cost < best.cost { best = (cost, filter, bytes) }
            }
            result.append(best.filter)
            result += best.bytes
            previous = current
        }
        return result
    }

    private static func residues(_ row: [UInt8], above: [UInt8], filter: UInt8) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: row.count) { target, count in
            for index in row.indices {
                let left = index >= 3 ? Int(row[index - 3]) : 0
                let up = Int(above[index])
                let corner = index >= 3 ? Int(above[index - 3]) : 0
                let prediction =
                    switch filter {
                    case 0: 0
                    case 1: left
                    case 2: up
                    case 3: (left + up) / 2
                    default: paeth(left, up, corner)
                    }
                target[index] = row[index] &- UInt8(prediction)
            }
            count = row.count
        }
    }

    /// The neighbour nearest to left + up - corner.
    private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
        let (toLeft, toUp, toCorner) = (abs(up - corner), abs(left - corner), abs(left + up - 2 * corner))
        if toLeft <= toUp && toLeft <= toCorner { return left }
        return toUp <= toCorner ? up : corner
    }

    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var size = compressBound(UInt(bytes.count))
        return [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
            let status = compress2(target.baseAddress, &size, bytes, UInt(bytes.count), 6)
            precondition(status == Z_OK, "zlib cannot compress: \(status)")
            count = Int(size)
        }
    }
}
