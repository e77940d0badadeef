import CZlib

/// A zip member, inflated piece by piece; its checksum is compared when the last byte has been read.
final class ZipMember: ByteStream {
    private let path: String
    private let entry: ZipArchive.Entry
    private let file: FileBytes
    private var inflater = z_stream()
    private var input = [UInt8](repeating: 0, count: 1 << 16)
    private var inputLeft: Int
    private var produced = 0
    private var crc: UInt = 0

    init(path: String, entry: ZipArchive.Entry, file: FileBytes) {
        self.path = path
        self.entry = entry
        self.file = file
        inputLeft = entry.compressedSize
        // Negative window bits: raw deflate data, as zip stores it.
        let status = inflateInit2_(&inflater, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot start: \(status)")
    }

    deinit { inflateEnd(&inflater) }

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = min(target.count, entry.size - produced)
        let part = UnsafeMutableRawBufferPointer(rebasing: target[..<wanted])
        guard wanted > 0 else { return 0 }
        let count = entry.method == 0 ? try copy(into: part) : try inflate(into: part)
        guard count == wanted else { throw damaged("it ends early") }
        crc = crc32_z(crc, part.bindMemory(to: UInt8.self).baseAddress, count)
        produced += count
        if produced == entry.size, crc != UInt(entry.crc) { throw damaged("its checksum differs") }
        return count
    }

    private func damaged(_ what: String) -> MediaError {
        .notMedia(path: path, found: "a damaged zip member \(entry.name): \(what)")
    }

    private func copy(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        guard target.count <= inputLeft else { throw damaged("it ends early") }
        inputLeft -= target.count
        return try file.read(into: target)
    }

    private func inflate(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < target.count {
            if inflater.avail_in == 0 {
                let piece = min(input.count, inputLeft)
                let count = try input.withUnsafeMutableBytes {
                    try file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<piece]))
                }
                guard count > 0 else { return done }
                inputLeft -= count
                pending = 0
                inflater.avail_in = UInt32(count)
            }
            let (status, used, made) = step(target, done)
            pending += used
            done += made
            if status == Z_STREAM_END { return done }
            guard status == Z_OK || (status == Z_BUF_ERROR && inflater.avail_in == 0) else {
                throw damaged("its data cannot be inflated")
            }
        }
        return done
    }

    /// Bytes of `input` already consumed.
    private var pending = 0

    private func step(_ target: UnsafeMutableRawBufferPointer, _ done: Int) -> (Int32, Int, Int) {
        let room = min(target.count - done, 1 << 30)
        let before = inflater.avail_in
        let status = input.withUnsafeMutableBufferPointer { source in
            inflater.next_in = source.baseAddress! + pending
            inflater.next_out = target.bindMemory(to: UInt8.self).baseAddress! + done
            inflater.avail_out = UInt32(room)
            return CZlib.inflate(&inflater, Z_NO_FLUSH)
        }
        return (status, Int(before - inflater.avail_in), room - Int(inflater.avail_out))
    }
}
