/// A run of bytes that tensors lie in.
protocol ByteRegion: Sendable {
    var count: Int { get }
    /// Calls `body` with the bytes, checked against their checksum if the container keeps one.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result
    /// Tells that the bytes are not needed for now.
    func release()
}

/// Part of a mapped file.
struct MappedRegion: ByteRegion {
    let file: MappedFile
    let range: Range<Int>

    var count: Int { range.count }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        try withExtendedLifetime(file) { try body(UnsafeRawBufferPointer(rebasing: file.bytes[range])) }
    }

    func release() { file.release(range) }
}

/// Bytes that a pickle carried inside itself.
struct MemoryRegion: ByteRegion {
    let bytes: [UInt8]

    var count: Int { bytes.count }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        try bytes.withUnsafeBytes(body)
    }

    func release() {}
}
