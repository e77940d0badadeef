/// The points of a plane that no other point beats: higher is better on both axes.
public enum ParetoFront {
    /// Places of the points for which no other is at least as high on both axes and higher on one; in the order of
    /// rising x. Points that coincide are all on the front or all off it. Points that are no numbers are off it.
    public static func places(_ points: [(x: Double, y: Double)]) -> [Int] {
        points.indices.filter { place in
            let point = points[place]
            guard point.x.isFinite, point.y.isFinite else { return false }
            return !points.contains { other in
                other.x >= point.x && other.y >= point.y && (other.x > point.x || other.y > point.y)
            }
        }.sorted { (points[$0].x, points[$0].y, $0) < (points[$1].x, points[$1].y, $1) }
    }
}
