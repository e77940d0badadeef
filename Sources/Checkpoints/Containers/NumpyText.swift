/// Text in numpy's own format: elements of one length, filled up with zeros.
struct NumpyText {
    /// Longest element that is read: names and settings, not novels.
    static let largestLength = 1 << 16

    /// Whether characters are scalars of four bytes (`U`) or single bytes (`S`).
    let isWide: Bool
    /// Bytes of one element.
    let byteCount: Int

    /// The type behind numpy's codes `U12` and `S12`.
    init?(numpyCode code: String) {
        guard let kind = code.first, kind == "U" || kind == "S", let length = Int(code.dropFirst()),
            (0...Self.largestLength).contains(length)
        else { return nil }
        (isWide, byteCount) = (kind == "U", kind == "U" ? 4 * length : length)
    }

    /// One element, or nil when it is not text.
    func decode(_ bytes: UnsafeRawBufferPointer, isBigEndian: Bool) -> String? {
        guard isWide else {
            let content = bytes.reversed().drop { $0 == 0 }.reversed()
            return String(validating: Array(content), as: UTF8.self)
        }
        var scalars = String.UnicodeScalarView()
        for start in stride(from: 0, to: bytes.count, by: 4) {
            let stored = bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)
            guard let scalar = Unicode.Scalar(isBigEndian ? UInt32(bigEndian: stored) : stored.littleEndian)
            else { return nil }
            scalars.append(scalar)
        }
        return String(String.UnicodeScalarView(scalars.reversed().drop { $0 == "\0" }.reversed()))
    }
}
