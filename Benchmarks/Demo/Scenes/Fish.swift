/// Fish that swim past coral and weeds.
enum Fish: SceneFamily {
    static let id = "fish"
    static let kinds = 4

    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene {
        let toRight = kind % 2 == 1
        let isSchool = kind >= 2
        let seed = random.next()
        var scene = Scene()
        addSea(seed: seed, random: &random, to: &scene)

        let (color, other) = random.pair([.red, .orange, .yellow, .purple, .pink] as [NamedColor])
        let places: [(x: Double, y: Double, size: Double)] =
            isSchool ? [(-7, -12, 0.62), (6, 0, 0.72), (-8, 11, 0.58)] : [(0, 0, 1.15)]
        let startX = toRight ? random.within(20, 23) : random.within(41, 44)
        let startY = random.within(28, 33)
        for (index, place) in places.enumerated() {
            let speed = random.within(1.3, 1.8) * (toRight ? 1 : -1)
            let period = random.within(4.5, 6)
            let phase = Double(index) / 3
            let side = toRight ? place.size : -place.size
            let path = Motion { frame in
                .shift(
                    startX + place.x + speed * frame,
                    startY + place.y + 1.2 * Trigonometry.sine(turns: frame / 12 + phase))
                    * .scale(side, place.size)
            }
            scene.naming("fish") {
                addFish(color.color, other.color, tail: period, phase: phase, path, to: &$0)
            }
        }
        addBubbles(random: &random, to: &scene)
        let word = MotionWord.horizontal(toRight: toRight)
        let subject =
            isSchool
            ? "three \(color.name) fish with \(other.name) stripes swim"
            : "\(color.name.withArticle) fish with \(other.name) stripes swims"
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "\(subject) to the \(word.rawValue) under water",
                objects: ["fish", "seaweed", "bubble"], scene: "underwater", motion: [word]))
    }

    private static func addSea(seed: UInt64, random: inout DemoRandom, to scene: inout Scene) {
        let (top, bottom) = random.pick([
            (Color(0x7fd8e6), Color(0x12558c)), (Color(0x86e0c8), Color(0x145e78)),
            (Color(0x8cc4f2), Color(0x1b3f86)),
        ])
        let water = Paint.vertical(top, bottom, from: 0, to: 58)
            .mottled(0.16, grain: 4, seed: seed, stretch: 1.8)
        scene.add(.everything, water, .glide(0, 0, 0.3, 0))
        Scenery.addHills(
            base: 58, height: 16, breadth: 12, seed: seed, bottom.darker(0.25), bottom.lighter(0.1),
            to: &scene)
        let floor = Shape.below(highest: 53) { x in 54.5 + 1.2 * Trigonometry.sine(turns: x / 31) }
        for _ in 0..<5 {
            let x = random.within(3, 61)
            let height = random.within(12, 24)
            let sway = Motion.rock(0.03, period: 14, phase: random.unit())
            let leaf = Shape.polygon([
                (-2, 0), (-1.6, -height * 0.4), (-2.1, -height * 0.7), (0, -height), (1.5, -height * 0.65),
                (2.1, -height * 0.35), (2, 0),
            ])
            let green = random.pick([Color(0x3f9c5a), Color(0x6fae3f), Color(0x2f7f6b)])
            scene.naming("seaweed") {
                $0.add(
                    leaf, .stripes(.solid(green), .solid(green.darker(0.25)), width: 2.6, turns: 0.25),
                    Motion.at(x, 57).carrying(sway))
            }
        }
        scene.add(floor, Scenery.sand(seed: seed, top: 53))
        for _ in 0..<3 {
            let x = random.within(4, 60)
            let coral = random.pick([Color(0xe8657a), Color(0xf08a4b), Color(0xb56fc9)])
            let radius = random.within(2.2, 3.6)
            scene.add(
                .circle(x, 57, radius).joined(.circle(x + radius, 58, radius * 0.7)),
                Paint.vertical(coral.lighter(0.2), coral.darker(0.2), from: 54, to: 60)
                    .mottled(0.4, grain: 0.9, seed: seed))
        }
    }

    /// A fish about 28 long that faces right.
    private static func addFish(
        _ color: Color, _ other: Color, tail period: Double, phase: Double, _ path: Motion,
        to scene: inout Scene
    ) {
        let wag = Motion { frame in
            // Seen from the side, a tail that beats towards the viewer gets shorter and longer.
            .shift(-9, 0) * .scale(1 + 0.35 * Trigonometry.sine(turns: phase + frame / period), 1)
        }
        let fins = Paint.stripes(.solid(other), .solid(other.darker(0.22)), width: 2, turns: 0.25)
        scene.add(.polygon([(2, 0), (-8, -8), (-5.5, 0), (-8, 8)]), fins, path.carrying(wag))
        scene.add(.polygon([(-6, -5), (-3, -12), (7, -6)]), fins, path)
        scene.add(.polygon([(-4, 5), (-5, 10.5), (3, 6)]), fins, path)
        let body = Paint { point in
            let isStripe = (point.x > -6 && point.x < -2.6) || (point.x > 2 && point.x < 5.4)
            let base = isStripe ? other.lighter(0.35) : color
            return base.lighter(0.3 * clamp((2 - point.y) / 10)).darker(0.3 * clamp(point.y / 8))
        }
        scene.add(.ellipse(0, 0, 13, 7.6), body, path)
        let paddle = Motion.at(2.5, 1.5).carrying(.rock(0.08, period: period, phase: phase))
        scene.add(
            .polygon([(1, 0), (-5, -1.6), (-6, 3.4)]), .solid(other.darker(0.12)), path.carrying(paddle))
        scene.add(.circle(8.4, -2.2, 2.1), .solid(Color(0xfafaf5)), path)
        scene.add(.circle(8.9, -2.1, 1.15), .solid(Color(0x15151a)), path)
    }

    private static func addBubbles(random: inout DemoRandom, to scene: inout Scene) {
        for _ in 0..<6 {
            let radius = random.within(0.9, 1.9)
            let rise = Motion.glide(
                random.within(4, 60), random.within(20, 60), random.within(-0.15, 0.15),
                -random.within(0.9, 1.6))
            scene.naming("bubble") {
                $0.add(.circle(0, 0, radius), .solid(Color(0xe9f8ff)), opacity: 0.45, rise)
                $0.add(.circle(-radius * 0.3, -radius * 0.3, radius * 0.35), .solid(Color(0xffffff)), rise)
            }
        }
    }
}
