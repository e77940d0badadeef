/// Seeds that follow from what a sample is, never from when it is made.
public enum SampleSeed {
    /// The first eight bytes, big-endian, of `SHA-256("<plan seed>/<sample id>")`.
    ///
    /// Generators whose seed is narrower (MT19937 takes 32 bits) use the low bits.
    public static func derive(planSeed: UInt64, sampleID: String) -> UInt64 {
        let digest = SHA256.hex(of: "\(planSeed)/\(sampleID)".utf8)
        return digest.prefix(16).reduce(0) { $0 << 4 | UInt64($1.hexDigitValue!) }
    }
}
