/// Boats that cross the water, rocking on the waves.
enum Boats: SceneFamily {
    static let id = "boats"
    static let kinds = 4

    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene {
        let toRight = kind % 2 == 0
        let steams = kind >= 2
        let seed = random.next()
        let light = random.pick([Scenery.day, Scenery.sunset, Scenery.dawn])
        var scene = Scene()
        let horizon = random.within(30, 34)
        Scenery.addSky(light, horizon: horizon, to: &scene)
        Scenery.addSun(light, x: random.within(8, 56), y: random.within(10, 16), radius: 5, to: &scene)
        Scenery.addCloud(
            light, size: 1, .glide(random.within(14, 50), random.within(10, 18), -0.25, 0), to: &scene)
        Scenery.addHills(
            base: horizon + 2, height: 9, breadth: 15, seed: seed, Color(0x4b7f78), Color(0x86aeb0),
            to: &scene)
        addSea(horizon: horizon, drift: 0.35, seed: seed, to: &scene)

        let color = random.pick(NamedColor.lively)
        let speed = random.within(1.2, 1.7) * (toRight ? 1 : -1)
        let startX = toRight ? random.within(17, 21) : random.within(43, 47)
        let line = random.within(46, 49)
        let period = random.within(9, 12)
        let side = toRight ? 1.0 : -1.0
        let path = Motion { frame in
            let heave = 0.9 * Trigonometry.sine(turns: frame / period)
            let roll = Affine.rotation(turns: 0.018 * Trigonometry.sine(turns: frame / period + 0.25))
            return .shift(startX + speed * frame, line + heave) * roll * .scale(side, 1)
        }
        if steams {
            scene.naming("steamboat") { addSteamer(color.color, path, to: &$0) }
        } else {
            scene.naming("sailboat") { addSailboat(color.color, path, to: &$0) }
        }
        addWave(top: line + 1.2, drift: 0.8, color: Color(0x2f86b5), seed: seed, to: &scene)
        addWave(top: line + 7, drift: -1.1, color: Color(0x246f9f), seed: seed &+ 9, to: &scene)

        let word = MotionWord.horizontal(toRight: toRight)
        let kindOfBoat = steams ? "steamboat" : "sailboat"
        let subject =
            steams ? "\(color.name.withArticle) steamboat" : "a sailboat with \(color.name.withArticle) sail"
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text:
                    "\(subject) moves to the \(word.rawValue) on the sea under \(light.name.withArticle) sky",
                objects: ["boat", kindOfBoat], scene: "sea", motion: [word]))
    }

    private static func addSea(horizon: Double, drift: Double, seed: UInt64, to scene: inout Scene) {
        let paint = Paint.vertical(Color(0x9ad3e0), Color(0x3791bd), from: horizon, to: horizon + 20)
            .mottled(0.3, grain: 1.3, seed: seed, stretch: 5)
        scene.add(.below(horizon), paint, .glide(0, 0, drift, 0))
    }

    private static func addWave(
        top: Double, drift: Double, color: Color, seed: UInt64, to scene: inout Scene
    ) {
        let crest: @Sendable (Double) -> Double = { x in
            top + 1.1 * Trigonometry.sine(turns: x / 11) + 0.5 * Trigonometry.sine(turns: x / 6.3)
        }
        let paint = Paint { point in
            // A bright line along the crest, then the body of the wave.
            let depth = point.y - crest(point.x)
            return color.lighter(depth < 0.9 ? 0.55 : 0.22 * clamp(1 - depth / 9))
        }
        scene.add(
            .below(highest: top - 1.7, crest), paint.mottled(0.22, grain: 1.4, seed: seed, stretch: 4),
            .glide(0, 0, drift, 0))
    }

    private static func addSailboat(_ color: Color, _ path: Motion, to scene: inout Scene) {
        scene.add(.box(-0.5, -27, 0.5, -2), .solid(Color(0x6b4a2e)), path)
        let sail = Paint.stripes(
            .horizontal(color.lighter(0.15), color.darker(0.15), from: 0, to: 14),
            .solid(Color(0xf7f3e8)), width: 6.5, turns: 0.25)
        scene.add(.polygon([(1, -26), (1, -5), (14, -5)]), sail, path)
        scene.add(.polygon([(-1, -23), (-1, -5), (-9.5, -5)]), .solid(Color(0xf3ecdc)), path)
        scene.naming("boat") {
            $0.add(
                .polygon([(-12, -4), (14, -4), (9.5, 3), (-8.5, 3)]),
                .vertical(Color(0xa9703f), Color(0x6b4226), from: -4, to: 3), path)
        }
    }

    private static func addSteamer(_ color: Color, _ path: Motion, to scene: inout Scene) {
        for (index, size) in [2.2, 2.9, 3.7].enumerated() {
            let puff = Motion.at(-3.4 - 4.2 * Double(index), -19 - 3.4 * Double(index))
            scene.add(
                .circle(0, 0, size), .radial(Color(0xf5f3f0), Color(0xbab8b5), radius: size),
                path.carrying(puff))
        }
        scene.add(.box(-3, -17, 1.4, -8), .solid(Color(0x3b3b42)), path)
        scene.add(.box(-3, -15, 1.4, -12.6), .solid(color), path)
        scene.add(.box(-9.5, -10, 8.5, -4, corner: 0.8), .solid(Color(0xf5f1e6)), path)
        for x in stride(from: -7.6, through: 6, by: 4.2) {
            scene.add(.circle(x, -7, 1.15), .solid(Color(0x4a6b86)), path)
        }
        scene.naming("boat") { scene in
            scene.add(
                .polygon([(-14.5, -4.5), (16.5, -4.5), (11, 4), (-11.5, 4)]),
                .vertical(color.lighter(0.1), color.darker(0.35), from: -4.5, to: 4), path)
            scene.add(
                .polygon([(-14.5, -4.5), (16.5, -4.5), (15.6, -3.2), (-13.9, -3.2)]), .solid(Color(0xf5f1e6)),
                path)
        }
    }
}
