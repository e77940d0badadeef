/// Buildings that the camera approaches or leaves.
enum Houses: SceneFamily {
    static let id = "houses"
    static let kinds = 4

    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene {
        let approaches = kind % 2 == 0
        let isCastle = kind >= 2
        let seed = random.next()
        var scene = Scene()
        let light = random.pick(Scenery.skies)
        Scenery.addSky(light, horizon: 46, to: &scene)
        Scenery.addSun(light, x: random.within(4, 14), y: random.within(8, 14), radius: 4.5, to: &scene)
        Scenery.addCloud(light, size: 0.9, .at(random.within(46, 56), 12), to: &scene)
        Scenery.addHills(
            base: 47, height: 16, breadth: 18, seed: seed, Color(0x4f9a6a), Color(0x9ccbb0), to: &scene)
        scene.add(.below(46), Scenery.grass(seed: seed, top: 46))
        scene.add(
            .polygon([(29, 52), (35, 52), (43, 90), (19, 90)]),
            Paint.solid(Color(0xd9c9a3)).mottled(0.25, grain: 1.2, seed: seed))
        let subject =
            isCastle
            ? scene.naming("castle") { addCastle(seed: seed, random: &random, to: &$0) }
            : scene.naming("house") { addHouse(seed: seed, random: &random, to: &$0) }
        for x in [random.within(2, 9), random.within(54, 62)] {
            Scenery.addTree(size: random.within(1, 1.4), seed: seed, .at(x, 53), to: &scene)
        }

        let rate = random.within(0.035, 0.05)
        scene.camera = Motion { frame in
            let passed = approaches ? frame : 15 - frame
            return Affine.scale(1 + rate * passed).about(32, 42)
        }
        let verb = approaches ? "zooms in on" : "zooms out from"
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "the camera \(verb) \(subject) between two trees on a green meadow",
                objects: [isCastle ? "castle" : "house", "tree"], scene: "meadow",
                motion: [approaches ? .zoomIn : .zoomOut]))
    }

    private static func addHouse(seed: UInt64, random: inout DemoRandom, to scene: inout Scene) -> String {
        let roof = random.pick([NamedColor.red, .brown, .blue, .purple])
        let wall = random.pick([Color(0xf3e3c3), Color(0xe9c9a8), Color(0xdfe6ea), Color(0xf0d9d9)])
        scene.add(.box(39, 17, 43, 28), .bricks(Color(0xa8553f), Color(0xd8c8b8), width: 2, height: 1.3))
        scene.add(
            .box(18, 31, 46, 53),
            Paint.horizontal(wall.lighter(0.2), wall.darker(0.12), from: 18, to: 46)
                .mottled(0.08, grain: 1, seed: seed))
        let tiles = Paint.bricks(roof.color, roof.color.darker(0.35), width: 2.6, height: 2)
        scene.add(.polygon([(14, 32), (50, 32), (42, 19), (22, 19)]), tiles)
        addWindow(left: 20.5, top: 36, to: &scene)
        addWindow(left: 37, top: 36, to: &scene)
        let door = random.pick([NamedColor.green, .blue, .red, .brown])
        scene.add(.box(29, 40, 35, 53, corner: 0.8), .solid(Color(0xf7f2e6)))
        scene.add(
            .box(29.8, 41, 34.2, 53, corner: 0.6),
            .stripes(.solid(door.color.darker(0.1)), .solid(door.color.darker(0.25)), width: 1.5))
        scene.add(.circle(33.4, 47.2, 0.45), .solid(Color(0xf7d774)))
        return "a house with \(roof.name.withArticle) roof"
    }

    private static func addWindow(left: Double, top: Double, to scene: inout Scene) {
        scene.add(.box(left, top, left + 6.5, top + 7), .solid(Color(0xffffff)))
        let glass = Paint.vertical(Color(0xa8d4ee), Color(0x5b8fb5), from: top, to: top + 7)
        for (x, y) in [(0.7, 0.7), (3.6, 0.7), (0.7, 3.8), (3.6, 3.8)] {
            scene.add(.box(left + x, top + y, left + x + 2.2, top + y + 2.5), glass)
        }
    }

    private static func addCastle(seed: UInt64, random: inout DemoRandom, to scene: inout Scene) -> String {
        let stone = random.pick([Color(0xb3aca0), Color(0xa9b0b8), Color(0xc2b49a)])
        let flag = random.pick(NamedColor.lively)
        let wall = Paint.bricks(stone, stone.darker(0.22), width: 3, height: 2)
        addRoof(left: 26, right: 38, foot: 18, tip: 7, flag.color, to: &scene)
        addBattlement(left: 27, right: 37, top: 18, bottom: 53, wall, to: &scene)
        addBattlement(left: 18, right: 46, top: 33, bottom: 53, wall, to: &scene)
        for left in [13.0, 42] {
            addRoof(left: left - 1, right: left + 10, foot: 25, tip: 14, flag.color, to: &scene)
            addBattlement(left: left, right: left + 9, top: 25, bottom: 54, wall, to: &scene)
            scene.add(.box(left + 3.4, 31, left + 5.6, 36, corner: 1.1), .solid(Color(0x3c3a45)))
        }
        scene.add(.box(30.8, 23, 33.2, 28, corner: 1.2), .solid(Color(0x3c3a45)))
        let gate = Shape.box(28, 44, 36, 53).joined(.circle(32, 44, 4))
        scene.add(gate, .stripes(.solid(Color(0x6b4a2e)), .solid(Color(0x533822)), width: 1.4))
        return "a stone castle with \(flag.name) roofs"
    }

    private static func addRoof(
        left: Double, right: Double, foot: Double, tip: Double, _ color: Color, to scene: inout Scene
    ) {
        let paint = Paint.horizontal(color.lighter(0.2), color.darker(0.3), from: left, to: right)
        scene.add(.polygon([(left, foot - 1), (right, foot - 1), ((left + right) / 2, tip)]), paint)
    }

    private static func addBattlement(
        left: Double, right: Double, top: Double, bottom: Double, _ wall: Paint, to scene: inout Scene
    ) {
        let teeth = Shape.box(left, top - 2, right, bottom)
        let merlons = Shape(bounds: teeth.bounds) { point in
            guard teeth.contains(point) else { return false }
            let across = (point.x - left) / 3
            return point.y >= top || across - across.rounded(.down) < 0.6
        }
        scene.add(merlons, wall)
    }
}
