/// A camera that pans over a landscape; what is near passes faster.
enum Landscapes: SceneFamily {
    static let id = "landscapes"
    static let kinds = 4

    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene {
        let toRight = random.coin() != (kind % 2 == 0)
        // What is seen moves against the camera.
        let pan = random.within(1.7, 2.3) * (toRight ? -1 : 1)
        let seed = random.next()
        var scene = Scene()
        let place: (phrase: String, word: String, objects: [String])
        switch kind {
        case 0: place = mountains(pan: pan, seed: seed, random: &random, to: &scene)
        case 1: place = desert(pan: pan, seed: seed, random: &random, to: &scene)
        case 2: place = forest(pan: pan, seed: seed, random: &random, to: &scene)
        default: place = city(pan: pan, seed: seed, random: &random, to: &scene)
        }
        let word = MotionWord.horizontal(toRight: toRight)
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "the camera pans to the \(word.rawValue) over \(place.phrase)",
                objects: place.objects, scene: place.word, motion: [word]))
    }

    private static func mountains(
        pan: Double, seed: UInt64, random: inout DemoRandom, to scene: inout Scene
    ) -> (String, String, [String]) {
        let light = random.pick([Scenery.day, Scenery.dawn])
        Scenery.addSky(light, horizon: 44, to: &scene)
        Scenery.addCloud(light, size: 1.1, .glide(random.within(10, 54), 13, pan * 0.15, 0), to: &scene)
        for (share, base, height, grey) in [(0.35, 44.0, 34.0, 0.3), (0.6, 50, 30, 0)] {
            let ridge: @Sendable (Double) -> Double = { x in
                let wave = Noise.ridge(x / 19, seed: seed &+ UInt64(base))
                // Folding the noise gives sharp summits.
                let fold = wave < 0.5 ? wave * 2 : 2 - wave * 2
                return base - height * fold
            }
            let rock = Color(0x5f6b7a).lighter(grey)
            let paint = Paint { point in
                let snowLine = base - height * 0.62 + 3 * Noise.smooth(point.x / 2, point.y / 3, seed: seed)
                return point.y < snowLine ? Color(0xf6f8fb) : rock
            }
            // What is seen of the far ridge is mostly snow.
            let name = grey > 0 ? "snow" : "mountain"
            scene.naming(name) {
                $0.add(
                    .below(highest: base - height, ridge), paint.mottled(0.3, grain: 3, seed: seed),
                    .glide(0, 0, pan * share, 0))
            }
        }
        addMeadow(top: 51, pan: pan, seed: seed, to: &scene)
        addRow(every: 11, foot: 57, pan: pan, random: &random) { x, size in
            Scenery.addFir(size: size, seed: seed, .glide(x, 58, pan, 0), to: &scene)
        }
        return ("snowy mountains and fir trees", "mountains", ["mountain", "tree", "snow"])
    }

    private static func desert(
        pan: Double, seed: UInt64, random: inout DemoRandom, to scene: inout Scene
    ) -> (String, String, [String]) {
        let light = random.pick([Scenery.day, Scenery.sunset])
        Scenery.addSky(light, horizon: 42, to: &scene)
        Scenery.addSun(light, x: random.within(14, 50), y: 13, radius: 6, to: &scene)
        for (share, base, tone) in [(0.4, 44.0, 0.05), (0.7, 51, 0.16)] {
            Scenery.addHills(
                base: base, height: 13, breadth: 20, seed: seed &+ UInt64(base), Color(0xc98d45).darker(tone),
                Color(0xf4cf8a).darker(tone), .glide(0, 0, pan * share, 0), to: &scene)
        }
        scene.naming("sand") {
            $0.add(.below(54), Scenery.sand(seed: seed, top: 54), .glide(0, 0, pan, 0))
        }
        addRow(every: 19, foot: 58, pan: pan, random: &random) { x, size in
            let place = Motion.glide(x, 60, pan, 0).carrying(Motion { _ in .scale(size) })
            let cactus = Shape.box(-2, -20, 2, 0, corner: 2)
                .joined(.box(-7, -9, 0, -6, corner: 1.4)).joined(.box(-7, -15, -4.2, -6, corner: 1.4))
                .joined(.box(0, -12, 7, -9, corner: 1.4)).joined(.box(4.2, -18, 7, -9, corner: 1.4))
            scene.naming("cactus") {
                $0.add(
                    cactus, .stripes(.solid(Color(0x4f9a4a)), .solid(Color(0x3b7d3e)), width: 1.2), place)
            }
        }
        return ("a desert with cacti", "desert", ["cactus", "sand", "sun"])
    }

    private static func forest(
        pan: Double, seed: UInt64, random: inout DemoRandom, to scene: inout Scene
    ) -> (String, String, [String]) {
        let light = random.pick(Scenery.skies)
        Scenery.addSky(light, horizon: 46, to: &scene)
        Scenery.addHills(
            base: 46, height: 22, breadth: 20, seed: seed, Color(0x4f8f78), Color(0x9cc7b5),
            .glide(0, 0, pan * 0.35, 0), to: &scene)
        addRow(every: 8, foot: 48, pan: pan * 0.65, random: &random) { x, size in
            Scenery.addFir(size: size * 1.1, seed: seed, .glide(x, 49, pan * 0.65, 0), to: &scene)
        }
        addMeadow(top: 48, pan: pan, seed: seed, to: &scene)
        addRow(every: 17, foot: 59, pan: pan, random: &random) { x, size in
            Scenery.addTree(size: size * 1.9, seed: seed, .glide(x, 60, pan, 0), to: &scene)
        }
        return ("a green forest", "forest", ["tree", "grass"])
    }

    private static func city(
        pan: Double, seed: UInt64, random: inout DemoRandom, to scene: inout Scene
    ) -> (String, String, [String]) {
        scene.add(.everything, .vertical(Color(0x141a3c), Color(0x6a4f86), from: 0, to: 56))
        let moonX = random.within(12, 52)
        scene.naming("moon") {
            $0.add(
                .circle(moonX, 11, 5), .radial(Color(0xfdf8de), Color(0xd9d2ac), x: moonX, y: 11, radius: 5))
        }
        let rows: [(share: Double, foot: Double, wall: Color)] = [
            (0.45, 58, Color(0x3a3f6b)), (1, 66, Color(0x23264a)),
        ]
        for row in rows {
            var left = -60.0
            while left < 124 {
                let width = random.within(9, 15)
                let height = random.within(22, 42) * (row.share == 1 ? 0.85 : 1)
                addTower(
                    left: left, width: width - 1, height: height, foot: row.foot, wall: row.wall, seed: seed,
                    .glide(0, 0, pan * row.share, 0), to: &scene)
                left += width
            }
        }
        return ("a city at night", "city", ["building", "moon"])
    }

    private static func addTower(
        left: Double, width: Double, height: Double, foot: Double, wall: Color, seed: UInt64,
        _ motion: Motion, to scene: inout Scene
    ) {
        let top = foot - height
        let front = Paint { point in
            let across = (point.x - left - 1) / 2.8
            let down = (point.y - top - 1.5) / 3.6
            let column = across.rounded(.down)
            let floor = down.rounded(.down)
            let isWindow =
                across - column < 0.58 && down - floor < 0.55 && column >= 0 && floor >= 0
                && point.x < left + width - 1
            let isLit = Noise.lattice(Int(column) + Int(left * 8), Int(floor), seed: seed) < 0.6
            return isWindow ? (isLit ? Color(0xffd977) : wall.lighter(0.14)) : wall
        }
        scene.naming("building") { $0.add(.box(left, top, left + width, foot + 40), front, motion) }
    }

    private static func addMeadow(top: Double, pan: Double, seed: UInt64, to scene: inout Scene) {
        let rim: @Sendable (Double) -> Double = { x in top + 1.6 * Trigonometry.sine(turns: x / 43) }
        scene.naming("grass") {
            $0.add(
                .below(highest: top - 1.6, rim), Scenery.grass(seed: seed, top: top), .glide(0, 0, pan, 0))
        }
    }

    /// Places things side by side over everything that the pan will show.
    private static func addRow(
        every spacing: Double, foot: Double, pan: Double, random: inout DemoRandom,
        _ place: (_ x: Double, _ size: Double) -> Void
    ) {
        let reach = 16 * (pan < 0 ? -pan : pan) + 16
        var x = -reach
        while x < 64 + reach {
            place(x + random.within(-0.25, 0.25) * spacing, random.within(0.8, 1.25))
            x += spacing
        }
    }
}
