/// Points of two quantities, those that no other beats joined by a line. Colour and marker tell two settings apart.
struct ScatterChart {
    struct Point {
        var name: String
        /// Place among the colours and among the markers.
        var colour: Int
        var shape: Int
        var x: Double
        var y: Double
    }

    var title: String
    var subtitle: String
    var horizontalTitle: String
    var verticalTitle: String
    var description: String
    /// Those that are numbers are drawn.
    var points: [Point]
    /// Places of the points on the line, in its order.
    var front: [Int]
    /// What the colours and the markers stand for.
    var colours: [String]
    var shapes: [String]

    private static let width = 860.0
    private static let height = 440.0
    private static let left = 66.0
    private static let right = 626.0
    private static let top = 96.0
    private static let bottom = 372.0
    private static let legendLeft = 656.0

    var svg: String {
        let entries = colours.count + shapes.count
        let height = max(Self.height, Self.top + Double(entries + 5) * 20)
        var canvas = SVGCanvas(width: Self.width, height: height, title: title, description: description)
        canvas.text(title, x: 20, y: 30, style: "title")
        canvas.text(subtitle, x: 20, y: 50, style: "muted")
        let horizontal = Scale(
            covering: points.map(\.x), includeZero: false, start: Self.left + 14, end: Self.right - 14)
        let vertical = Scale(
            covering: points.map(\.y), includeZero: false, start: Self.bottom - 12, end: Self.top + 12)
        drawAxes(horizontal, vertical, on: &canvas)
        func place(_ point: Point) -> (x: Double, y: Double) {
            (horizontal.position(point.x), vertical.position(point.y))
        }
        if front.count > 1 { canvas.path(front.map { place(points[$0]) }, style: "line front") }
        for point in points where point.x.isFinite && point.y.isFinite {
            let (x, y) = place(point)
            canvas.marker(point.shape, x: x, y: y, radius: 6, style: ChartStyle.series(point.colour))
        }
        drawNames(place, on: &canvas)
        drawLegend(on: &canvas)
        return canvas.svg
    }

    private func drawAxes(_ horizontal: Scale, _ vertical: Scale, on canvas: inout SVGCanvas) {
        canvas.text(verticalTitle, x: 20, y: Self.top - 16, style: "label")
        for tick in vertical.ticks {
            let y = vertical.position(tick)
            canvas.line((Self.left, y), (Self.right, y), style: "grid")
            canvas.text(vertical.label(tick), x: Self.left - 8, y: y + 4, anchor: .end, style: "muted")
        }
        for tick in horizontal.ticks {
            let x = horizontal.position(tick)
            canvas.line((x, Self.top), (x, Self.bottom), style: "grid")
            canvas.text(horizontal.label(tick), x: x, y: Self.bottom + 20, anchor: .middle, style: "muted")
        }
        canvas.line((Self.left, Self.bottom), (Self.right, Self.bottom), style: "axis")
        canvas.line((Self.left, Self.top), (Self.left, Self.bottom), style: "axis")
        canvas.text(
            horizontalTitle, x: (Self.left + Self.right) / 2, y: Self.bottom + 44, anchor: .middle,
            style: "label")
    }

    /// The points of the front are named beside them, above or below where names would meet.
    private func drawNames(_ place: (Point) -> (x: Double, y: Double), on canvas: inout SVGCanvas) {
        var taken: [(left: Double, right: Double, y: Double)] = []
        for index in front {
            let (x, y) = place(points[index])
            let width = ChartStyle.width(of: points[index].name, size: 11) + 4
            let isLate = x + 10 + width > Self.right
            let left = isLate ? x - 10 - width : x + 10
            // A front falls to the right: the free side is above it, and below where names stand to the left.
            let heights = [y - 9, y + 17, y - 23, y + 31, y - 37].map { isLate ? 2 * y + 8 - $0 : $0 }
            let free = heights.first { candidate in
                !taken.contains { $0.left < left + width && left < $0.right && abs($0.y - candidate) < 13 }
            }
            let height = free ?? heights[0]
            taken.append((left, left + width, height))
            canvas.text(
                points[index].name, x: isLate ? x - 10 : x + 10, y: height, anchor: isLate ? .end : .start,
                style: "value")
        }
    }

    private func drawLegend(on canvas: inout SVGCanvas) {
        var y = Self.top
        for (place, name) in colours.enumerated() {
            canvas.rectangle(
                x: Self.legendLeft, y: y - 10, width: 12, height: 12, style: ChartStyle.series(place))
            canvas.text(name, x: Self.legendLeft + 20, y: y)
            y += 20
        }
        if !colours.isEmpty { y += 12 }
        for (place, name) in shapes.enumerated() {
            canvas.marker(place, x: Self.legendLeft + 6, y: y - 4, radius: 5.5, style: "muted")
            canvas.text(name, x: Self.legendLeft + 20, y: y)
            y += 20
        }
        y += 12
        canvas.path([(Self.legendLeft, y - 4), (Self.legendLeft + 13, y - 4)], style: "line front")
        canvas.text("no other has more", x: Self.legendLeft + 20, y: y)
        canvas.text("of both (Pareto front)", x: Self.legendLeft + 20, y: y + ChartStyle.lineHeight)
    }
}
