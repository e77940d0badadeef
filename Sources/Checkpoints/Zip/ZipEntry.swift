/// One member of a zip archive, as the central directory describes it.
struct ZipEntry: Sendable {
    let name: String
    let method: UInt16
    let checksum: UInt32
    let compressedSize: Int
    let size: Int
    let headerOffset: Int
    /// Where the (possibly compressed) bytes start; known once the local header has been read.
    var bytesOffset = 0

    var isStored: Bool { method == 0 }
    var isDeflated: Bool { method == 8 }
    var range: Range<Int> { bytesOffset..<bytesOffset + compressedSize }
}
