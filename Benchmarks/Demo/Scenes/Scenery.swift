/// Backgrounds that several families share.
enum Scenery {
    /// A time of day: the colours of the sky and the words for it.
    struct Daylight: Sendable {
        let name: String
        let top: Color
        let horizon: Color
        let sun: Color
        let cloud: Color
    }

    static let day = Daylight(
        name: "blue", top: Color(0x4d9be6), horizon: Color(0xc9e8fb), sun: Color(0xfff3b0),
        cloud: Color(0xffffff))
    static let sunset = Daylight(
        name: "sunset", top: Color(0x5a4a8c), horizon: Color(0xffb066), sun: Color(0xffe08a),
        cloud: Color(0xf7b8a0))
    static let dawn = Daylight(
        name: "pink", top: Color(0x7fa7de), horizon: Color(0xf9cdd8), sun: Color(0xfff0d0),
        cloud: Color(0xfdeaf0))

    static let skies = [day, day, sunset, dawn]

    static func addSky(_ light: Daylight, horizon: Double, to scene: inout Scene) {
        scene.add(.everything, .vertical(light.top, light.horizon, from: 0, to: horizon))
    }

    static func addSun(_ light: Daylight, x: Double, y: Double, radius: Double, to scene: inout Scene) {
        scene.naming("sun") {
            $0.add(
                .circle(x, y, radius), .radial(light.sun.lighter(0.5), light.sun, x: x, y: y, radius: radius))
        }
    }

    /// A cloud about 16 wide whose foot is at the origin of its motion.
    static func addCloud(_ light: Daylight, size: Double, _ motion: Motion, to scene: inout Scene) {
        let outline = Shape.circle(-4, -2.4, 2.6).joined(.circle(0, -4, 3.9)).joined(.circle(4.2, -2.6, 2.9))
            .joined(.box(-6.4, -2.8, 7, 0, corner: 1.4))
        let paint = Paint.vertical(light.cloud, light.cloud.darker(0.12), from: -6, to: 0)
        scene.naming("cloud") { $0.add(outline, paint, motion.carrying(Motion { _ in .scale(size) })) }
    }

    /// A skyline of hills.
    static func addHills(
        base: Double, height: Double, breadth: Double, seed: UInt64, _ near: Color, _ far: Color,
        _ motion: Motion = .still, to scene: inout Scene
    ) {
        let paint = Paint.vertical(far, near, from: base - height, to: base + height)
            .mottled(0.22, grain: 2.5, seed: seed &+ 1)
        let skyline = Shape.below(highest: base - height) { x in
            base - height * Noise.ridge(x / breadth, seed: seed)
        }
        scene.add(skyline, paint, motion)
    }

    static func grass(seed: UInt64, top: Double) -> Paint {
        Paint.vertical(Color(0x86c75a), Color(0x3f8f3c), from: top, to: 64)
            .mottled(0.28, grain: 1.6, seed: seed, stretch: 2)
    }

    static func sand(seed: UInt64, top: Double) -> Paint {
        Paint.vertical(Color(0xf3dfa4), Color(0xd9b36c), from: top, to: 64)
            .mottled(0.2, grain: 1.5, seed: seed, stretch: 2.5)
    }

    /// A round tree with its foot at the origin of its motion.
    static func addTree(size: Double, seed: UInt64, _ motion: Motion, to scene: inout Scene) {
        let placed = motion.carrying(Motion { _ in .scale(size) })
        let crown = Shape.circle(0, -8.4, 4).joined(.circle(-2.6, -6.4, 2.9)).joined(.circle(2.6, -6.4, 2.9))
        let leaves = Paint.vertical(Color(0x6bbf52), Color(0x2f7d38), from: -12, to: -4)
            .mottled(0.25, grain: 1.4, seed: seed)
        scene.naming("tree") {
            $0.add(.box(-0.9, -5, 0.9, 0), .solid(Color(0x77502f)), placed)
            $0.add(crown, leaves, placed)
        }
    }

    /// A fir with its foot at the origin of its motion.
    static func addFir(size: Double, seed: UInt64, _ motion: Motion, to scene: inout Scene) {
        let placed = motion.carrying(Motion { _ in .scale(size) })
        let tiers = Shape.polygon([(-4, -2), (4, -2), (0, -8)]).joined(
            .polygon([(-3.2, -5.5), (3.2, -5.5), (0, -11)])
        )
        .joined(.polygon([(-2.3, -8.8), (2.3, -8.8), (0, -13.5)]))
        let needles = Paint.vertical(Color(0x4a9c63), Color(0x1f5c3d), from: -13, to: -2)
            .mottled(0.25, grain: 1.2, seed: seed)
        scene.naming("tree") {
            $0.add(.box(-0.7, -3, 0.7, 0), .solid(Color(0x6b4a2e)), placed)
            $0.add(tiers, needles, placed)
        }
    }
}
