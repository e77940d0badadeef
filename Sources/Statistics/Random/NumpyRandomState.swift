/// The generator behind numpy's `RandomState(seed)` and its shuffles, number for number.
///
/// Reference tools cut and shuffle their sets with it, and the result depends on the order. MT19937 seeded by the
/// 32-bit initialisation; indices are drawn by masking with the smallest 2ᵏ − 1 that covers the range and rejecting
/// what lies above.
///
/// Source: Matsumoto and Nishimura (1998), "Mersenne Twister"; numpy's legacy `RandomState`.
public struct NumpyRandomState: Sendable {
    private static let size = 624
    private static let middle = 397

    private var state: [UInt32]
    private var position = NumpyRandomState.size

    public init(seed: UInt32) {
        state = [seed]
        for index in 1..<Self.size {
            let last = state[index - 1]
            state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
        }
    }

    public mutating func nextUInt32() -> UInt32 {
        if position == Self.size { twist() }
        var word = state[position]
        position += 1
        word ^= word >> 11
        word ^= word << 7 & 0x9D2C_5680
        word ^= word << 15 & 0xEFC6_0000
        return word ^ word >> 18
    }

    private mutating func twist() {
        for index in 0..<Self.size {
            let joined = state[index] & 0x8000_0000 | state[(index + 1) % Self.size] & 0x7FFF_FFFF
            let turned = joined >> 1 ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
            state[index] = state[(index + Self.middle) % Self.size] ^ turned
        }
        position = 0
    }

    /// A whole number in 0 … `largest`.
    public mutating func index(upTo largest: Int) -> Int {
        precondition(largest >= 0 && largest <= UInt32.max, "a range of at most 32 bits")
        guard largest > 0 else { return 0 }
        let mask = UInt32.max >> UInt32(UInt32(largest).leadingZeroBitCount)
        while true {
            let drawn = nextUInt32() & mask
            if drawn <= largest { return Int(drawn) }
        }
    }

    /// `RandomState.shuffle`: for i from the last place down to 1, swap i with one of 0 … i.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for index in stride(from: elements.count - 1, through: 1, by: -1) {
            elements.swapAt(index, self.index(upTo: index))
        }
    }

    /// `RandomState.permutation(count)`: 0 ..< count, shuffled.
    public mutating func permutation(_ count: Int) -> [Int] {
        var indices = Array(0..<count)
        shuffle(&indices)
        return indices
    }

    /// `RandomState.choice(count, chosen, replace=False)`: the start of a permutation.
    public mutating func choice(_ count: Int, _ chosen: Int) -> [Int] {
        precondition(chosen <= count, "no more than there are")
        return Array(permutation(count).prefix(chosen))
    }
}
