/// Value noise on an integer lattice.
enum Noise {
    /// Uniform on [0, 1), a pure function of its arguments.
    @inline(__always)
    static func lattice(_ x: Int, _ y: Int, seed: UInt64) -> Double {
        let key =
            UInt64(bitPattern: Int64(x)) &* 0x9e37_79b9_7f4a_7c15
            ^ UInt64(bitPattern: Int64(y)) &* 0xc2b2_ae3d_27d4_eb4f ^ seed
        return Double(DemoRandom.scramble(key) >> 11) * 0x1p-53
    }

    /// Lattice values joined by smoothstep in both directions.
    static func smooth(_ x: Double, _ y: Double, seed: UInt64) -> Double {
        let column = x.rounded(.down)
        let row = y.rounded(.down)
        let across = ease(x - column)
        let down = ease(y - row)
        let left = Int(column)
        let top = Int(row)
        let upper = mix(
            lattice(left, top, seed: seed), lattice(left + 1, top, seed: seed), across)
        let lower = mix(
            lattice(left, top + 1, seed: seed), lattice(left + 1, top + 1, seed: seed), across)
        return mix(upper, lower, down)
    }

    /// Three octaves along a line, for outlines of hills; about 0…1.
    static func ridge(_ x: Double, seed: UInt64) -> Double {
        0.57 * smooth(x, 0.5, seed: seed) + 0.29 * smooth(2 * x, 1.5, seed: seed)
            + 0.14 * smooth(4 * x, 2.5, seed: seed)
    }

    @inline(__always)
    private static func ease(_ share: Double) -> Double { share * share * (3 - 2 * share) }

    @inline(__always)
    private static func mix(_ first: Double, _ second: Double, _ share: Double) -> Double {
        first + (second - first) * share
    }
}
