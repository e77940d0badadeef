/// Things that turn on the spot: windmills, wind turbines, Ferris wheels.
enum Windmills: SceneFamily {
    static let id = "windmills"
    static let kinds = 4

    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene {
        let clockwise = random.coin()
        let seed = random.next()
        let light = random.pick(Scenery.skies)
        var scene = Scene()
        Scenery.addSky(light, horizon: 50, to: &scene)
        for height in [12.0, 27] {
            Scenery.addCloud(
                light, size: random.within(0.8, 1.1),
                .glide(random.within(2, 62), height, random.within(0.3, 0.6), 0), to: &scene)
        }
        Scenery.addHills(
            base: 55, height: 14, breadth: 20, seed: seed, Color(0x4f9a58), Color(0x9ccb8f), to: &scene)
        scene.add(
            .below(highest: 51) { x in 52.5 + 1.5 * Trigonometry.sine(turns: x / 70) },
            Scenery.grass(seed: seed, top: 51))
        let sense = clockwise ? 1.0 : -1.0
        let subject: (phrase: String, object: String)
        switch kind {
        case 1:
            let speed = sense * random.within(0.028, 0.04)
            subject = scene.naming("wind turbine") { addTurbine(speed: speed, random: &random, to: &$0) }
        case 3:
            let speed = sense * random.within(0.012, 0.018)
            subject = scene.naming("Ferris wheel") { addFerrisWheel(speed: speed, random: &random, to: &$0) }
        default:
            let speed = sense * random.within(0.02, 0.03)
            subject = scene.naming("windmill") { addMill(speed: speed, random: &random, to: &$0) }
        }
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "\(subject.phrase) \(clockwise ? "clockwise" : "counterclockwise") on a green hill "
                    + "under \(light.name.withArticle) sky",
                objects: [subject.object, "cloud"], scene: "hill", motion: [.rotate]))
    }

    private static func addMill(
        speed: Double, random: inout DemoRandom, to scene: inout Scene
    ) -> (String, String) {
        let cap = random.pick([NamedColor.red, .brown, .blue, .purple])
        let x = random.within(27, 37)
        let wall = Paint.bricks(Color(0xf1e6d2), Color(0xd9cbb2), width: 3, height: 2)
        scene.add(.polygon([(-5.5, -28), (5.5, -28), (9.5, 0), (-9.5, 0)]), wall, .at(x, 56))
        scene.add(.box(-2.2, -7, 2.2, 0, corner: 1.6), .solid(Color(0x6b4a2e)), .at(x, 56))
        scene.add(.box(-1.5, -18, 1.5, -14, corner: 0.5), .solid(Color(0x4f7596)), .at(x, 56))
        scene.add(
            .polygon([(-7, -27), (7, -27), (3, -34), (-3, -34)]),
            .horizontal(cap.color.lighter(0.15), cap.color.darker(0.25), from: -7, to: 7), .at(x, 56))
        let start = random.unit()
        for blade in 0..<4 {
            let turn = Motion.at(x, 28).carrying(.spin(speed, from: start + Double(blade) / 4))
            let sail = Paint.stripes(
                .solid(Color(0xfbf6e9)), .solid(Color(0xd8c6a4)), width: 2.4, turns: 0.25)
            scene.add(.box(0.6, -21, 5.4, -4.5), sail, turn)
            scene.add(.box(-0.6, -22, 0.8, 0), .solid(Color(0x6b4a2e)), turn)
        }
        scene.add(.circle(x, 28, 1.7), .solid(Color(0x4a3220)))
        return ("the blades of a windmill with \(cap.name.withArticle) roof turn", "windmill")
    }

    private static func addTurbine(
        speed: Double, random: inout DemoRandom, to scene: inout Scene
    ) -> (String, String) {
        let places: [(x: Double, y: Double, size: Double)] = [
            (random.within(10, 16), 32, 0.62), (random.within(36, 44), 24, 1),
        ]
        for place in places {
            let mast = Motion { _ in .shift(place.x, place.y) * .scale(place.size) }
            scene.add(
                .polygon([(-0.9, 0), (0.9, 0), (1.9, 36), (-1.9, 36)]),
                .horizontal(Color(0xffffff), Color(0xa9b6c2), from: -2, to: 2), mast)
            let start = random.unit()
            for blade in 0..<3 {
                let turn = mast.carrying(.spin(speed, from: start + Double(blade) / 3))
                scene.add(
                    .polygon([(-0.6, 0), (-2.4, -7), (0, -23), (1.1, -7), (0.9, 0)]),
                    .vertical(Color(0xe2564a), Color(0xf7f9fb), from: -23, to: -15), turn)
            }
            scene.add(.circle(0, 0, 1.9), .solid(Color(0x8797a6)), mast)
        }
        return ("the rotors of two white wind turbines turn", "wind turbine")
    }

    private static func addFerrisWheel(
        speed: Double, random: inout DemoRandom, to scene: inout Scene
    ) -> (String, String) {
        let color = random.pick(NamedColor.lively)
        let x = random.within(28, 36)
        let frame = Paint.solid(Color(0x56606e))
        for side in [-1.0, 1] {
            scene.add(.bar(Point(x, 30), Point(x + side * 11, 57), thickness: 2), frame)
        }
        let wheel = Motion.at(x, 30).carrying(.spin(speed, from: random.unit()))
        scene.add(.ring(0, 0, inner: 19.6, outer: 21.4), .solid(color.color), wheel)
        let spokes = Paint.solid(Color(0xf5f3ec))
        for spoke in 0..<4 {
            scene.add(
                .box(-0.45, -20, 0.45, 20), spokes,
                wheel.carrying(Motion { _ in .rotation(turns: Double(spoke) / 8) }))
        }
        let cabins = [NamedColor.red, .yellow, .blue, .green, .orange, .purple, .pink, .white]
        for (index, cabin) in cabins.enumerated() {
            let turns = Double(index) / 8
            // A cabin hangs upright whatever the wheel does.
            let hang = Motion { frame in
                let hub = wheel(frame)(
                    Point(20.5 * Trigonometry.cosine(turns: turns), 20.5 * Trigonometry.sine(turns: turns)))
                return .shift(hub.x, hub.y)
            }
            scene.add(
                .box(-3, -0.8, 3, 5, corner: 1.4),
                .vertical(cabin.color.lighter(0.2), cabin.color.darker(0.2), from: -1, to: 5), hang)
            scene.add(.box(-2, 0.6, 2, 2.4, corner: 0.4), .solid(Color(0xd8eefb)), hang)
        }
        scene.add(.circle(x, 30, 2.2), .solid(color.color.darker(0.25)))
        return ("\(color.name.withArticle) Ferris wheel turns", "Ferris wheel")
    }
}
