/// `(x, y) → (xx·x + xy·y + x0, yx·x + yy·y + y0)`.
struct Affine: Sendable, Hashable {
    var xx = 1.0
    var xy = 0.0
    var yx = 0.0
    var yy = 1.0
    var x0 = 0.0
    var y0 = 0.0

    static let identity = Affine()

    static func shift(_ x: Double, _ y: Double) -> Affine { Affine(x0: x, y0: y) }

    static func scale(_ x: Double, _ y: Double) -> Affine { Affine(xx: x, yy: y) }

    static func scale(_ factor: Double) -> Affine { scale(factor, factor) }

    /// Clockwise as seen on the screen, since y points down.
    static func rotation(turns: Double) -> Affine {
        let sine = Trigonometry.sine(turns: turns)
        let cosine = Trigonometry.cosine(turns: turns)
        return Affine(xx: cosine, xy: -sine, yx: sine, yy: cosine)
    }

    /// `self` about a fixed point other than the origin.
    func about(_ x: Double, _ y: Double) -> Affine { .shift(x, y) * self * .shift(-x, -y) }

    /// First `right`, then `left`.
    static func * (left: Affine, right: Affine) -> Affine {
        Affine(
            xx: left.xx * right.xx + left.xy * right.yx, xy: left.xx * right.xy + left.xy * right.yy,
            yx: left.yx * right.xx + left.yy * right.yx, yy: left.yx * right.xy + left.yy * right.yy,
            x0: left.xx * right.x0 + left.xy * right.y0 + left.x0,
            y0: left.yx * right.x0 + left.yy * right.y0 + left.y0)
    }

    @inline(__always)
    func callAsFunction(_ point: Point) -> Point {
        Point(xx * point.x + xy * point.y + x0, yx * point.x + yy * point.y + y0)
    }

    var inverse: Affine {
        let determinant = xx * yy - xy * yx
        precondition(determinant != 0, "a layer is squeezed to nothing")
        return Affine(
            xx: yy / determinant, xy: -xy / determinant, yx: -yx / determinant, yy: xx / determinant,
            x0: (xy * y0 - yy * x0) / determinant, y0: (yx * x0 - xx * y0) / determinant)
    }
}
