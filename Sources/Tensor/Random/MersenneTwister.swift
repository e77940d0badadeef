/// MT19937, the 32-bit Mersenne Twister, seeded as PyTorch's CPU generator seeds it.
///
/// State word 0 is the low half of the seed, word `i` is `1812433253 · (w ^ (w >> 30)) + i` of the word `w`
/// before it. Seeds that agree in their low 32 bits therefore give one stream.
///
/// Source: Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
/// pseudo-random number generator", 1998.
public struct MersenneTwister: RandomNumberGenerator, Sendable {
    private static let length = 624
    private static let shift = 397

    private var state: [UInt32]
    private var position = MersenneTwister.length

    public init(seed: UInt64) {
        state = [UInt32](repeating: 0, count: Self.length)
        state[0] = UInt32(truncatingIfNeeded: seed)
        for index in 1..<Self.length {
            let previous = state[index - 1]
            state[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
        }
    }

    /// The next tempered word.
    public mutating func nextWord() -> UInt32 {
        if position == Self.length { twist() }
        var word = state[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    /// Two words, the first one in the high half.
    public mutating func next() -> UInt64 {
        let high = UInt64(nextWord())
        return high << 32 | UInt64(nextWord())
    }

    private mutating func twist() {
        for index in 0..<Self.length {
            let mixed =
                (state[index] & 0x8000_0000) | (state[(index + 1) % Self.length] & 0x7FFF_FFFF)
            let source = state[(index + Self.shift) % Self.length]
            state[index] = source ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        position = 0
    }
}
