/// Things that fly: balloons, aeroplanes, birds and rockets.
enum Sky: SceneFamily {
    static let id = "sky"
    static let kinds = 4

    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene {
        switch kind {
        case 0: balloon(random: &random)
        case 1: aeroplane(random: &random)
        case 2: bird(random: &random)
        default: rocket(random: &random)
        }
    }

    private static func addBackdrop(
        _ light: Scenery.Daylight, random: inout DemoRandom, to scene: inout Scene
    ) {
        let seed = random.next()
        Scenery.addSky(light, horizon: 60, to: &scene)
        for height in [14.0, 30, 44] {
            let drift = random.within(-0.5, 0.5)
            Scenery.addCloud(
                light, size: random.within(0.8, 1.3), .glide(random.within(4, 60), height, drift, 0),
                to: &scene)
        }
        Scenery.addHills(
            base: 62, height: 9, breadth: 18, seed: seed, Color(0x3f8f4c), Color(0x86b98a), to: &scene)
    }

    private static func balloon(random: inout DemoRandom) -> CaptionedScene {
        var scene = Scene()
        let light = random.pick(Scenery.skies)
        addBackdrop(light, random: &random, to: &scene)
        let (color, other) = random.pair(NamedColor.lively)
        let rises = random.coin()
        let speed = random.within(1.1, 1.5) * (rises ? -1 : 1)
        let drift = random.within(-0.3, 0.3)
        let path = Motion.glide(random.within(24, 40), rises ? 40 : 20, drift, speed)
        scene.naming("balloon") { scene in
            for x in [-3.0, 3] {
                scene.add(
                    .bar(Point(x * 1.9, 8), Point(x, 15), thickness: 0.6), .solid(Color(0x5b4632)), path)
            }
            scene.add(
                .box(-3.6, 14.5, 3.6, 19.5, corner: 1),
                .stripes(.solid(Color(0xa9743f)), .solid(Color(0x8c5c2e)), width: 1.2, turns: 0.25), path)
            let envelope = Shape.circle(0, -2, 12).joined(
                .polygon([(-10.6, 3.6), (10.6, 3.6), (4, 11.5), (-4, 11.5)]))
            let gores = Paint { point in
                // Gores narrow towards the sides as on a round body.
                let across = point.x / (13.5 - 0.035 * (point.y + 2) * (point.y + 2))
                let edge = across < 0 ? -across : across
                let stripe = edge < 0.2 || (edge > 0.52 && edge < 0.8)
                return (stripe ? color.color : other.color.lighter(0.6)).darker(0.4 * edge * edge)
            }
            scene.add(envelope, gores, path)
        }
        let word: MotionWord = rises ? .up : .down
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "\(color.name.withArticle) hot air balloon \(rises ? "rises" : "sinks") in "
                    + "\(light.name.withArticle) sky with clouds",
                objects: ["balloon", "cloud"], scene: "sky", motion: [word]))
    }

    private static func aeroplane(random: inout DemoRandom) -> CaptionedScene {
        var scene = Scene()
        let light = random.pick([Scenery.day, Scenery.sunset, Scenery.dawn])
        addBackdrop(light, random: &random, to: &scene)
        let color = random.pick(NamedColor.lively)
        let toRight = random.coin()
        let side = toRight ? 1.0 : -1.0
        let startX = toRight ? random.within(16, 20) : random.within(44, 48)
        let startY = random.within(28, 34)
        let speed = random.within(1.8, 2.3) * side
        let climb = random.within(-0.6, 0)
        let path = Motion { frame in
            .shift(startX + speed * frame, startY + climb * frame) * .rotation(turns: -0.02 * side)
                * .scale(side, 1)
        }
        scene.naming("airplane") { scene in
            let white = Paint.vertical(Color(0xffffff), Color(0xb9c4cf), from: -4, to: 4)
            let trim = Paint.vertical(color.color.lighter(0.15), color.color.darker(0.2), from: -12, to: 2)
            scene.add(.polygon([(-2, -2), (3, -2), (-3.5, -9), (-7, -9)]), .solid(Color(0x9aa7b3)), path)
            scene.add(.polygon([(-16, -2), (-10, -2), (-13.5, -11), (-17.5, -11)]), trim, path)
            scene.add(
                .box(-17, -3.6, 14, 3.6, corner: 3.4).joined(.ellipse(12.5, 0.4, 5, 3)), white, path)
            scene.add(.box(-15, 0.8, 15, 2, corner: 0.5), trim, path)
            for x in stride(from: -10.0, through: 9, by: 3.4) {
                scene.add(.circle(x, -1, 0.95), .solid(Color(0x3f6f9c)), path)
            }
            scene.add(.polygon([(12, -2.6), (15.5, -1), (12, -0.6)]), .solid(Color(0x3f6f9c)), path)
            scene.add(
                .polygon([(-3, 1), (5, 1), (-6, 11), (-10, 11)]),
                .vertical(Color(0xdfe5ea), Color(0x93a1ae), from: 1, to: 11), path)
        }
        let word = MotionWord.horizontal(toRight: toRight)
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "an aeroplane with \(color.name.withArticle) tail flies to the \(word.rawValue) "
                    + "through \(light.name.withArticle) sky",
                objects: ["airplane", "cloud"], scene: "sky", motion: [word]))
    }

    private static func bird(random: inout DemoRandom) -> CaptionedScene {
        var scene = Scene()
        let light = random.pick([Scenery.day, Scenery.sunset, Scenery.dawn])
        addBackdrop(light, random: &random, to: &scene)
        let color = random.pick([NamedColor.red, .yellow, .blue, .purple, .orange])
        let toRight = random.coin()
        let side = toRight ? 1.0 : -1.0
        let startX = toRight ? random.within(17, 21) : random.within(43, 47)
        let startY = random.within(30, 38)
        let speed = random.within(1.5, 2) * side
        let period = random.within(5, 6.5)
        let path = Motion { frame in
            .shift(
                startX + speed * frame, startY - 0.35 * frame + 1.5 * Trigonometry.sine(turns: frame / period)
            )
                * .scale(side, 1)
        }
        // A wing turns about its shoulder.
        let flap = Motion.rock(0.13, period: period, phase: 0.1)
        let feathers = Paint.stripes(
            .solid(color.color.darker(0.25)), .solid(color.color.darker(0.45)), width: 2.2)
        let wing = Shape.polygon([(-4.5, 0), (4.5, 0), (0, -15), (-7.5, -17)])
        scene.naming("bird") { scene in
            scene.add(wing, .solid(color.color.darker(0.55)), path.carrying(.at(2, -2)).carrying(flap))
            scene.add(.polygon([(-9, -1), (-18, -5), (-17, 3)]), feathers, path)
            scene.add(
                .ellipse(0, 0, 12, 6),
                .vertical(color.color.lighter(0.2), color.color.darker(0.2), from: -6, to: 6), path)
            scene.add(.polygon([(15, -5.6), (21, -3.6), (15, -2)]), .solid(Color(0xf2a12c)), path)
            scene.add(
                .circle(11.5, -4, 5),
                .radial(color.color.lighter(0.3), color.color, x: 11.5, y: -4, radius: 5),
                path)
            scene.add(.circle(13, -5, 1.25), .solid(Color(0x1d1d22)), path)
            scene.add(wing, feathers, path.carrying(.at(-1, -1)).carrying(flap))
        }
        let word = MotionWord.horizontal(toRight: toRight)
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "\(color.name.withArticle) bird flaps its wings and flies to the \(word.rawValue) "
                    + "in \(light.name.withArticle) sky",
                objects: ["bird", "cloud"], scene: "sky", motion: [word, .up]))
    }

    private static func rocket(random: inout DemoRandom) -> CaptionedScene {
        var scene = Scene()
        let seed = random.next()
        scene.add(.everything, .vertical(Color(0x10163a), Color(0x3b3f7d), from: 0, to: 64))
        scene.naming("star") { scene in
            for _ in 0..<34 {
                let size = random.within(0.35, 0.8)
                scene.add(
                    .circle(random.within(0, 64), random.within(0, 60), size),
                    .solid(random.pick([Color(0xffffff), Color(0xffe9b0), Color(0xbcd3ff)])))
            }
        }
        let moonX = random.within(10, 54)
        let moon = Paint.radial(Color(0xfbf6da), Color(0xd8d0a6), x: moonX, y: 12, radius: 7)
        scene.naming("moon") { $0.add(.circle(moonX, 12, 7), moon.mottled(0.3, grain: 2.6, seed: seed)) }
        let color = random.pick([NamedColor.red, .orange, .blue, .purple, .pink])
        let speed = random.within(1.7, 2.1)
        let path = Motion.glide(random.within(24, 40), random.within(44, 47), 0, -speed)
        let flicker = Motion { frame in
            .shift(0, 9) * .scale(1, 1 + 0.28 * Trigonometry.sine(turns: 0.37 * frame))
        }
        scene.naming("rocket") { scene in
            scene.add(
                .polygon([(-3.4, 0), (3.4, 0), (0, 11)]), .solid(Color(0xf58a2b)), path.carrying(flicker))
            scene.add(
                .polygon([(-1.8, 0), (1.8, 0), (0, 6.5)]), .solid(Color(0xfff0a0)), path.carrying(flicker))
            let fins = Paint.solid(color.color.darker(0.15))
            scene.add(.polygon([(-4, 0), (-10, 10), (-4, 8)]), fins, path)
            scene.add(.polygon([(4, 0), (10, 10), (4, 8)]), fins, path)
            let hull = Shape.box(-5, -8, 5, 9, corner: 1.4).joined(.ellipse(0, -8, 5, 10))
            scene.add(hull, .horizontal(Color(0xffffff), Color(0xa9b3c4), from: -3, to: 6), path)
            scene.add(
                Shape.ellipse(0, -8, 5, 10).clipped(to: .box(-6, -19, 6, -11)), .solid(color.color), path)
            scene.add(.circle(0, -4, 2.7), .solid(Color(0x55606e)), path)
            scene.add(.circle(0, -4, 1.9), .solid(Color(0x8fd0f2)), path)
        }
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "a rocket with \(color.name.withArticle) nose flies up into a starry night sky",
                objects: ["rocket", "moon", "star"], scene: "night sky", motion: [.up]))
    }
}
