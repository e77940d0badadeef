import CZlib

/// A raw deflate stream that is unfolded into buffers of known size.
final class Inflater {
    private var stream = z_stream()
    private var source: UnsafeRawBufferPointer
    private let isReady: Bool
    /// Whether the stream said that it is complete.
    private(set) var isAtEnd = false

    init(_ source: UnsafeRawBufferPointer) {
        self.source = source
        // Negative window bits: no zlib header around the stream.
        isReady = inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit { inflateEnd(&stream) }

    /// Unfolds up to `target.count` bytes and returns how many there were before the stream ended or broke.
    func fill(_ target: UnsafeMutableRawBufferPointer) -> Int {
        guard isReady else { return 0 }
        var written = 0
        while !isAtEnd {
            if stream.avail_in == 0, let base = source.baseAddress, !source.isEmpty {
                let piece = min(source.count, 1 << 30)
                stream.next_in = UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: UInt8.self))
                stream.avail_in = UInt32(piece)
                source = UnsafeRawBufferPointer(rebasing: source[piece...])
            }
            let room = min(target.count - written, 1 << 30)
            // One byte of slack shows a stream that ends exactly here, or one that goes on.
            var spare: UInt8 = 0
            let status = withUnsafeMutablePointer(to: &spare) { spare in
                stream.next_out =
                    room == 0
                    ? spare
                    : target.baseAddress.map { ($0 + written).assumingMemoryBound(to: UInt8.self) } ?? spare
                stream.avail_out = room == 0 ? 1 : UInt32(room)
                return inflate(&stream, Z_NO_FLUSH)
            }
            isAtEnd = status == Z_STREAM_END
            if room == 0 {
                if stream.avail_out == 0 { isAtEnd = false }
                if status == Z_OK, stream.avail_out == 1, !source.isEmpty { continue }
                return written
            }
            written += room - Int(stream.avail_out)
            guard status == Z_OK else { return written }
        }
        return written
    }
}
