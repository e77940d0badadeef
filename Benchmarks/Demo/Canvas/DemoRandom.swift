/// SplitMix64 (Steele, Lea, Flood 2014): integer arithmetic only, the same stream on every machine.
struct DemoRandom: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A stream of its own for every pair of text and seed.
    init(_ name: String, seed: UInt64) {
        // FNV-1a over the name, then one scrambling step, so that near seeds give far streams.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var mixer = DemoRandom(seed: hash ^ (seed &* 0x9e37_79b9_7f4a_7c15))
        state = mixer.next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.scramble(state)
    }

    static func scramble(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// Uniform on [0, 1), 53 bits.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func within(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

    mutating func below(_ count: Int) -> Int { Int(next() >> 33) % count }

    mutating func coin() -> Bool { next() >> 63 == 1 }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// Two different ones.
    mutating func pair<Element>(_ choices: [Element]) -> (Element, Element) {
        let first = below(choices.count)
        let second = (first + 1 + below(choices.count - 1)) % choices.count
        return (choices[first], choices[second])
    }
}
