/// Balls that roll along the ground or bounce across it.
enum Balls: SceneFamily {
    static let id = "balls"
    static let kinds = 4

    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene {
        let toRight = kind % 2 == 0
        let bounces = kind >= 2
        let seed = random.next()
        var scene = Scene()
        let ground = random.within(43, 48)
        let place = addPlace(random.below(3), ground: ground, seed: seed, random: &random, to: &scene)

        let radius = random.within(8.5, 11)
        let (color, other) = random.pair(NamedColor.lively)
        let speed = random.within(1.9, 2.4) * (toRight ? 1 : -1)
        let startX = toRight ? random.within(12, 17) : random.within(47, 52)
        let rest = ground + random.within(5, 8) - radius
        let spin = speed / (radius * 6.283185307179586)
        let period = random.within(7, 8.5)
        let leap = random.within(18, 24)
        let phase = random.within(0.1, 0.5)
        let height: @Sendable (Double) -> Double = { frame in
            guard bounces else { return 0 }
            let cycle = phase + frame / period
            let share = cycle - cycle.rounded(.down)
            return 4 * leap * share * (1 - share)
        }

        scene.add(
            .ellipse(0, radius - 0.6, radius * 0.95, 2), .solid(Color(0, 0, 0)), opacity: 0.28,
            .glide(startX, rest, speed, 0))
        let path = Motion { frame in .shift(startX + speed * frame, rest - height(frame)) }
        scene.naming("ball") {
            addBall(radius: radius, color.color, other.color, path.carrying(.spin(spin)), to: &$0)
        }

        let verb = bounces ? "bounces" : "rolls"
        let direction = MotionWord.horizontal(toRight: toRight)
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "a \(color.name) ball \(verb) to the \(direction.rawValue) on \(place.phrase)",
                objects: ["ball"], scene: place.word,
                motion: bounces ? [direction, .up, .down] : [direction, .rotate]))
    }

    private static func addPlace(
        _ place: Int, ground: Double, seed: UInt64, random: inout DemoRandom, to scene: inout Scene
    ) -> (phrase: String, word: String) {
        let light = random.pick(Scenery.skies)
        switch place {
        case 0:
            Scenery.addSky(light, horizon: ground, to: &scene)
            Scenery.addCloud(light, size: 1.1, .at(random.within(12, 24), 16), to: &scene)
            Scenery.addCloud(light, size: 0.8, .at(random.within(42, 54), 24), to: &scene)
            Scenery.addHills(
                base: ground, height: 12, breadth: 17, seed: seed, Color(0x4f9a58), Color(0x8fc79a),
                to: &scene)
            scene.add(.below(ground), Scenery.grass(seed: seed, top: ground))
            return ("green grass", "meadow")
        case 1:
            Scenery.addSky(light, horizon: ground - 10, to: &scene)
            Scenery.addSun(light, x: random.within(12, 52), y: 12, radius: 5, to: &scene)
            let sea = Paint.vertical(Color(0x2c7fb8), Color(0x6cc5d3), from: ground - 12, to: ground)
                .mottled(0.2, grain: 1.2, seed: seed, stretch: 5)
            scene.add(.below(ground - 12), sea)
            scene.add(.below(ground), Scenery.sand(seed: seed, top: ground))
            return ("a sandy beach", "beach")
        default:
            let wall = random.pick([Color(0xe8d3b0), Color(0xb9d6cf), Color(0xd6c3dd)])
            let paper = Paint.stripes(.solid(wall), .solid(wall.darker(0.07)), width: 5)
            scene.add(.everything, paper)
            scene.add(.box(38, 8, 58, 30), .solid(Color(0xf7f2e6)))
            scene.add(
                .box(39.5, 9.5, 47.2, 28.5), .vertical(Scenery.day.top, Scenery.day.horizon, from: 8, to: 30))
            scene.add(
                .box(48.8, 9.5, 56.5, 28.5), .vertical(Scenery.day.top, Scenery.day.horizon, from: 8, to: 30))
            let planks = Paint.stripes(
                .solid(Color(0xb5793f)), .solid(Color(0xa56a34)), width: 4.5, turns: 0.25)
            scene.add(.below(ground), planks.mottled(0.25, grain: 1.2, seed: seed, stretch: 7))
            scene.add(.box(-10, ground - 2, 80, ground), .solid(Color(0xf2ead8)))
            return ("a wooden floor", "room")
        }
    }

    /// A beach ball: six panels and a darker rim, so that its rotation shows.
    private static func addBall(
        radius: Double, _ color: Color, _ other: Color, _ motion: Motion, to scene: inout Scene
    ) {
        let rim = Paint { point in
            let distance = (point.x * point.x + point.y * point.y) / (radius * radius)
            // The sign of three lines through the centre alternates from panel to panel.
            let rising = point.y > 1.7320508 * point.x
            let falling = point.y > -1.7320508 * point.x
            let panel = (point.y > 0) != (rising != falling)
            let base = distance < 0.05 ? Color(0xf5f3ec) : panel ? color : other.lighter(0.55)
            return base.lighter(0.12).darker(0.38 * distance * distance)
        }
        scene.add(.circle(0, 0, radius), rim, motion)
    }
}
