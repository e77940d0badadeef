/// The characters that stand for the 256 byte values in byte-level BPE vocabularies.
///
/// Bytes 33–126, 161–172 and 174–255 stand for themselves; the other 68, in increasing order, are U+0100, U+0101, ….
enum ByteAlphabet {
    /// Bytes in the order in which a vocabulary lists them: those that stand for themselves first.
    static let order: [UInt8] = Array(33...126) + Array(161...172) + Array(174...255) + others

    /// The character of every byte.
    static let characters: [Unicode.Scalar] = {
        var table = (0...255).map { Unicode.Scalar(UInt8($0)) }
        for (index, byte) in others.enumerated() { table[Int(byte)] = Unicode.Scalar(UInt32(256 + index))! }
        return table
    }()

    private static let others: [UInt8] = Array(0...32) + Array(127...160) + [173]
}
