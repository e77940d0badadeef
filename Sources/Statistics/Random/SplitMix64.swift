/// A small, well-known random stream for resampling: the same numbers on every machine.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014); the constants are those
/// of java.util.SplittableRandom. Seed 1234567 starts with 6457827717110365317, 3203168211198807973.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// An index in 0..<count: the high half of a 64 × 64 bit product, whose bias is below count / 2⁶⁴.
    public mutating func index(below count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// 0 ..< count, shuffled: from the last place down, each swapped with one up to it.
    public mutating func permutation(_ count: Int) -> [Int] {
        var indices = Array(0..<count)
        guard count > 1 else { return indices }
        for place in stride(from: count - 1, through: 1, by: -1) {
            indices.swapAt(place, index(below: place + 1))
        }
        return indices
    }
}
