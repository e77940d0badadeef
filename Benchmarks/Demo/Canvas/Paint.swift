/// The colour of a surface at every point of its own coordinates, so that it moves with the surface.
struct Paint: Sendable {
    private let evaluate: @Sendable (Point) -> Color

    init(_ evaluate: @escaping @Sendable (Point) -> Color) { self.evaluate = evaluate }

    @inline(__always)
    func callAsFunction(_ point: Point) -> Color { evaluate(point) }

    static func solid(_ color: Color) -> Paint { Paint { _ in color } }

    /// From `top` at `from` to `bottom` at `to`, held beyond.
    static func vertical(_ top: Color, _ bottom: Color, from: Double, to: Double) -> Paint {
        Paint { point in top.mixed(with: bottom, clamp((point.y - from) / (to - from))) }
    }

    static func horizontal(_ left: Color, _ right: Color, from: Double, to: Double) -> Paint {
        Paint { point in left.mixed(with: right, clamp((point.x - from) / (to - from))) }
    }

    /// From `inner` at the centre to `outer` at `radius`, quadratically, which reads as a round body.
    static func radial(_ inner: Color, _ outer: Color, x: Double = 0, y: Double = 0, radius: Double) -> Paint
    {
        Paint { point in
            let offset = point - Point(x, y)
            return inner.mixed(
                with: outer, clamp((offset.x * offset.x + offset.y * offset.y) / (radius * radius)))
        }
    }

    /// Bands of equal width along the direction that makes `turns` with the x axis.
    static func stripes(_ first: Paint, _ second: Paint, width: Double, turns: Double = 0) -> Paint {
        let cosine = Trigonometry.cosine(turns: turns)
        let sine = Trigonometry.sine(turns: turns)
        return Paint { point in
            let band = ((point.x * cosine + point.y * sine) / width).rounded(.down)
            return band.truncatingRemainder(dividingBy: 2) == 0 ? first(point) : second(point)
        }
    }

    /// Courses of bricks with half-brick bond, in units of the coordinates.
    static func bricks(_ brick: Color, _ mortar: Color, width: Double, height: Double) -> Paint {
        Paint { point in
            let course = (point.y / height).rounded(.down)
            let shift = course.truncatingRemainder(dividingBy: 2) == 0 ? 0 : 0.5
            let across = point.x / width + shift
            let column = across.rounded(.down)
            let joint = point.y / height - course < 0.22 || across - column < 0.12
            let tone = Noise.lattice(Int(column), Int(course), seed: 7)
            return joint ? mortar : brick.darker(0.18 * tone)
        }
    }

    /// The paint with value noise of feature size `grain` on top, darkening by up to `strength`.
    func mottled(_ strength: Double, grain: Double, seed: UInt64, stretch: Double = 1) -> Paint {
        Paint { point in
            evaluate(point).darker(
                strength * Noise.smooth(point.x / (grain * stretch), point.y / grain, seed: seed))
        }
    }
}

@inline(__always)
func clamp(_ value: Double) -> Double { min(1, max(0, value)) }
