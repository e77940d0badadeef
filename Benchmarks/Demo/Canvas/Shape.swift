/// A region of the plane in the coordinates of its layer.
struct Shape: Sendable {
    /// The smallest upright rectangle around it; infinite where it has no end.
    let bounds: Bounds
    private let test: @Sendable (Point) -> Bool

    init(bounds: Bounds, _ test: @escaping @Sendable (Point) -> Bool) {
        self.bounds = bounds
        self.test = test
    }

    @inline(__always)
    func contains(_ point: Point) -> Bool { test(point) }

    static let everything = Shape(bounds: .infinite) { _ in true }

    static func ellipse(_ x: Double, _ y: Double, _ radiusX: Double, _ radiusY: Double) -> Shape {
        Shape(bounds: Bounds(x - radiusX, y - radiusY, x + radiusX, y + radiusY)) { point in
            let across = (point.x - x) / radiusX
            let down = (point.y - y) / radiusY
            return across * across + down * down <= 1
        }
    }

    static func circle(_ x: Double, _ y: Double, _ radius: Double) -> Shape {
        ellipse(x, y, radius, radius)
    }

    static func ring(_ x: Double, _ y: Double, inner: Double, outer: Double) -> Shape {
        circle(x, y, outer).without(circle(x, y, inner))
    }

    /// An upright rectangle whose corners are rounded by `corner`.
    static func box(
        _ left: Double, _ top: Double, _ right: Double, _ bottom: Double, corner: Double = 0
    ) -> Shape {
        Shape(bounds: Bounds(left, top, right, bottom)) { point in
            guard point.x >= left, point.x <= right, point.y >= top, point.y <= bottom else { return false }
            let across = max(left + corner - point.x, point.x - right + corner, 0)
            let down = max(top + corner - point.y, point.y - bottom + corner, 0)
            return across * across + down * down <= corner * corner
        }
    }

    /// The inside of a closed outline, by the even-odd rule.
    static func polygon(_ corners: [(Double, Double)]) -> Shape {
        let outline = corners.map { Point($0.0, $0.1) }
        var bounds = Bounds(outline[0].x, outline[0].y, outline[0].x, outline[0].y)
        for corner in outline { bounds.include(corner) }
        return Shape(bounds: bounds) { point in
            var inside = false
            var previous = outline[outline.count - 1]
            for corner in outline {
                if (corner.y > point.y) != (previous.y > point.y) {
                    let slope = (previous.x - corner.x) / (previous.y - corner.y)
                    if point.x < corner.x + (point.y - corner.y) * slope { inside.toggle() }
                }
                previous = corner
            }
            return inside
        }
    }

    /// A bar of the given thickness between two points.
    static func bar(_ from: Point, _ to: Point, thickness: Double) -> Shape {
        let along = to - from
        let length = (along.x * along.x + along.y * along.y).squareRoot()
        let sideX = -along.y / length * thickness / 2
        let sideY = along.x / length * thickness / 2
        return polygon([
            (from.x + sideX, from.y + sideY), (to.x + sideX, to.y + sideY), (to.x - sideX, to.y - sideY),
            (from.x - sideX, from.y - sideY),
        ])
    }

    /// Everything below a skyline; `highest` bounds it from above.
    static func below(highest: Double, _ skyline: @escaping @Sendable (Double) -> Double) -> Shape {
        Shape(bounds: Bounds(-.infinity, highest, .infinity, .infinity)) { point in
            point.y >= skyline(point.x)
        }
    }

    static func below(_ y: Double) -> Shape { below(highest: y) { _ in y } }

    func joined(_ other: Shape) -> Shape {
        Shape(bounds: bounds.union(other.bounds)) { point in contains(point) || other.contains(point) }
    }

    func without(_ other: Shape) -> Shape {
        Shape(bounds: bounds) { point in contains(point) && !other.contains(point) }
    }

    /// The part that lies in `other` as well.
    func clipped(to other: Shape) -> Shape {
        Shape(bounds: bounds) { point in contains(point) && other.contains(point) }
    }
}

/// An upright rectangle.
struct Bounds: Sendable, Hashable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    init(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    static let infinite = Bounds(-.infinity, -.infinity, .infinity, .infinity)

    mutating func include(_ point: Point) {
        left = min(left, point.x)
        top = min(top, point.y)
        right = max(right, point.x)
        bottom = max(bottom, point.y)
    }

    func union(_ other: Bounds) -> Bounds {
        Bounds(
            min(left, other.left), min(top, other.top), max(right, other.right), max(bottom, other.bottom))
    }

    /// The bounds of the transformed rectangle; infinite when any side is.
    func transformed(by transform: Affine) -> Bounds {
        guard left.isFinite, top.isFinite, right.isFinite, bottom.isFinite else { return .infinite }
        let first = transform(Point(left, top))
        var result = Bounds(first.x, first.y, first.x, first.y)
        for corner in [Point(right, top), Point(left, bottom), Point(right, bottom)] {
            result.include(transform(corner))
        }
        return result
    }
}
