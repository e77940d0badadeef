/// Cars, buses and trucks that drive along a street.
enum Vehicles: SceneFamily {
    static let id = "vehicles"
    static let kinds = 4

    static func make(kind: Int, random: inout DemoRandom) -> CaptionedScene {
        let toRight = kind % 2 == 1
        let model = ["car", "bus", "truck", "car"][kind]
        let seed = random.next()
        var scene = Scene()
        let road = random.within(44, 46)
        let place = addPlace(inCity: random.coin(), road: road, seed: seed, random: &random, to: &scene)

        let color = random.pick(NamedColor.lively)
        let speed = random.within(1.6, 2.1)
        let start = toRight ? random.within(16, 19) : random.within(45, 48)
        let direction = toRight ? 1.0 : -1.0
        let path = Motion { frame in
            // Vehicles are drawn driving to the right; the mirror image drives to the left.
            .shift(start + direction * speed * frame, road + 7) * .scale(direction, 1)
        }
        scene.add(.ellipse(0, 0.2, 15, 1.6), .solid(Color(0, 0, 0)), opacity: 0.3, path)
        let radius = 3.6
        scene.naming(model) { scene in
            for x in addBody(model, color.color, path, to: &scene) {
                let spin = Motion.spin(speed / (radius * 6.283185307179586))
                addWheel(radius: radius, path.carrying(.at(x, -radius)).carrying(spin), to: &scene)
            }
        }
        let word = MotionWord.horizontal(toRight: toRight)
        return CaptionedScene(
            scene: scene,
            caption: Caption(
                text: "\(color.name.withArticle) \(model) drives to the \(word.rawValue) on \(place.phrase)",
                objects: [model, "road"], scene: place.word, motion: [word]))
    }

    private static func addPlace(
        inCity: Bool, road: Double, seed: UInt64, random: inout DemoRandom, to scene: inout Scene
    ) -> (phrase: String, word: String) {
        let light = random.pick(Scenery.skies)
        Scenery.addSky(light, horizon: road, to: &scene)
        if inCity {
            addSkyline(road: road, random: &random, to: &scene)
        } else {
            Scenery.addCloud(light, size: 1, .at(random.within(14, 50), 14), to: &scene)
            Scenery.addHills(
                base: road - 2, height: 15, breadth: 19, seed: seed, Color(0x3f8f4c), Color(0x7fbf8a),
                to: &scene)
            for x in [random.within(4, 14), random.within(26, 34), random.within(48, 60)] {
                Scenery.addTree(size: random.within(1, 1.3), seed: seed, .at(x, road - 0.5), to: &scene)
            }
            scene.add(.below(road - 2), Scenery.grass(seed: seed, top: road - 2))
        }
        let asphalt = Paint.vertical(Color(0x6b6e75), Color(0x4c4f57), from: road, to: 64)
            .mottled(0.22, grain: 0.9, seed: seed)
        scene.naming("road") { $0.add(.below(road), asphalt) }
        scene.add(.box(-10, road, 80, road + 1), .solid(Color(0xd8d4c8)))
        for x in stride(from: -2.0, through: 62, by: 13) {
            scene.add(.box(x, road + 12.6, x + 7, road + 13.8), .solid(Color(0xf0ead2)))
        }
        return inCity ? ("a city street", "street") : ("a country road", "countryside")
    }

    private static func addSkyline(road: Double, random: inout DemoRandom, to scene: inout Scene) {
        var left = -3.0
        while left < 64 {
            let width = random.within(9, 14)
            let height = random.within(16, 36)
            let wall = random.pick([Color(0xb7a99a), Color(0x8d99ae), Color(0xa3715f), Color(0xc9b8a0)])
            let glass = random.pick([Color(0xf6e7a8), Color(0x5d7a94)])
            let top = road - height
            let corner = left
            let front = Paint { point in
                let across = (point.x - corner - 1) / 3
                let down = (point.y - top - 1.5) / 4
                let isWindow =
                    across - across.rounded(.down) < 0.55 && down - down.rounded(.down) < 0.55
                    && point.x > corner + 1 && point.x < corner + width - 1 && down > 0
                return isWindow ? glass : wall.darker(clamp((point.x - corner) / width) * 0.2)
            }
            scene.add(.box(left, top, left + width - 0.6, road), front)
            left += width
        }
    }

    /// Draws the body with its tyres' feet at the origin, facing right; answers where the wheels go.
    private static func addBody(
        _ model: String, _ color: Color, _ path: Motion, to scene: inout Scene
    ) -> [Double] {
        let body = Paint.vertical(color.lighter(0.25), color.darker(0.25), from: -16, to: -2)
        let glass = Paint.vertical(Color(0xdff1fb), Color(0x7fa8c4), from: -16, to: -8)
        let dark = Paint.solid(Color(0x3a3d44))
        let lamp = Paint.solid(Color(0xfff1a8))
        switch model {
        case "bus":
            scene.add(.box(-16, -19, 16, -2.6, corner: 2.4), body, path)
            for x in stride(from: -13.5, through: 8, by: 5.4) {
                scene.add(.box(x, -16.5, x + 4, -10.5, corner: 0.6), glass, path)
            }
            scene.add(.box(13, -16.5, 16, -9, corner: 0.6), glass, path)
            scene.add(.box(-16, -8.6, 16, -7.4), .solid(Color(0xf5f3ec)), path)
            scene.add(.box(14.6, -5.6, 16, -4, corner: 0.4), lamp, path)
            return [-9.5, 9.5]
        case "truck":
            let cargo = Paint.stripes(
                .solid(Color(0xe9e4d8)), .solid(Color(0xd3ccbc)), width: 3)
            scene.add(.box(-17, -20, 5.4, -4), cargo, path)
            scene.add(.box(-17, -4.6, 16, -2.6), dark, path)
            scene.add(.box(6.4, -16, 16, -2.6, corner: 2), body, path)
            scene.add(.polygon([(9.5, -14), (13.6, -14), (15.4, -9), (9.5, -9)]), glass, path)
            scene.add(.box(14.6, -6, 16, -4.4, corner: 0.4), lamp, path)
            return [-11.5, -4, 10.5]
        default:
            let cabin = Shape.polygon([(-9, -8), (-5.4, -14.4), (4.6, -14.4), (9.4, -8)])
            scene.add(cabin, body, path)
            scene.add(.box(-15, -9, 15.4, -2.6, corner: 2.2), body, path)
            scene.add(.polygon([(-7, -8.6), (-4.4, -13), (-0.7, -13), (-0.7, -8.6)]), glass, path)
            scene.add(.polygon([(0.7, -8.6), (0.7, -13), (4, -13), (7, -8.6)]), glass, path)
            scene.add(.box(13.4, -7.4, 15.4, -5.4, corner: 0.7), lamp, path)
            scene.add(.box(-15, -7.4, -13.6, -5.4, corner: 0.6), .solid(Color(0xb02020)), path)
            return [-8.6, 8.8]
        }
    }

    private static func addWheel(radius: Double, _ motion: Motion, to scene: inout Scene) {
        scene.add(.circle(0, 0, radius), .solid(Color(0x25262b)), motion)
        let spokes = Paint { point in
            // Four quadrants of alternating grey make the turning visible.
            (point.x > 0) != (point.y > 0) ? Color(0xd9dce0) : Color(0x8f949c)
        }
        scene.add(.circle(0, 0, radius * 0.58), spokes, motion)
    }
}
