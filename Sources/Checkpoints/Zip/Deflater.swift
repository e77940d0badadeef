import CZlib

/// Folds bytes into a raw deflate stream.
enum Deflater {
    /// The stream of all bytes at zlib's default level; the same bytes give the same stream.
    static func deflated(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var stream = z_stream()
        // Negative window bits: no zlib header around the stream.
        let status = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib is of another version than its header")
        defer { deflateEnd(&stream) }
        var source = bytes
        var result: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let piece = UnsafeRawBufferPointer(rebasing: source.prefix(1 << 30))
            source = UnsafeRawBufferPointer(rebasing: source.dropFirst(piece.count))
            stream.next_in = UnsafeMutablePointer(
                mutating: piece.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.avail_in = UInt32(piece.count)
            repeat {
                room.withUnsafeMutableBufferPointer { room in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    _ = deflate(&stream, source.isEmpty ? Z_FINISH : Z_NO_FLUSH)
                }
                result.append(contentsOf: room.prefix(room.count - Int(stream.avail_out)))
            } while stream.avail_out == 0
            if source.isEmpty { return result }
        }
    }
}
