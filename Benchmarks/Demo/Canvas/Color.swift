/// Red, green, blue on 0…1, as they are stored in the picture (not linear light).
struct Color: Sendable, Hashable {
    var components: SIMD3<Double>

    init(_ red: Double, _ green: Double, _ blue: Double) { components = SIMD3(red, green, blue) }

    init(components: SIMD3<Double>) { self.components = components }

    /// From `0xRRGGBB`.
    init(_ hex: UInt32) {
        self.init(
            Double(hex >> 16 & 255) / 255, Double(hex >> 8 & 255) / 255, Double(hex & 255) / 255)
    }

    @inline(__always)
    func mixed(with other: Color, _ share: Double) -> Color {
        Color(components: components + (other.components - components) * share)
    }

    func lighter(_ share: Double) -> Color { mixed(with: Color(1, 1, 1), share) }

    func darker(_ share: Double) -> Color { mixed(with: Color(0, 0, 0), share) }
}

/// A colour with the word that captions use for it.
struct NamedColor: Sendable {
    let name: String
    let color: Color

    init(_ name: String, _ hex: UInt32) {
        self.name = name
        color = Color(hex)
    }

    static let red = NamedColor("red", 0xdc3b35)
    static let orange = NamedColor("orange", 0xf2862c)
    static let yellow = NamedColor("yellow", 0xf7c931)
    static let green = NamedColor("green", 0x3fa34d)
    static let blue = NamedColor("blue", 0x2f6fdb)
    static let purple = NamedColor("purple", 0x8a4fc4)
    static let pink = NamedColor("pink", 0xee7fb0)
    static let white = NamedColor("white", 0xf5f3ec)
    static let brown = NamedColor("brown", 0x8a5a34)

    /// Colours that stand out on grass, sand, water and sky alike.
    static let lively: [NamedColor] = [.red, .orange, .yellow, .purple, .pink, .blue]
}
