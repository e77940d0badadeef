/// Lines over frames, each named at its end.
struct LineChart {
    struct Line {
        var title: String
        /// Place in the report's list of variants: colour and marker.
        var series: Int
        var firstFrame: Int
        var values: [Double]
    }

    var title: String
    var subtitle: String
    var axisTitle: String
    var description: String
    var lines: [Line]

    private static let width = 860.0
    private static let height = 430.0
    private static let left = 66.0
    private static let right = 596.0
    private static let top = 96.0
    private static let bottom = 372.0

    var svg: String {
        let height = max(
            Self.height, SeriesNames.bottom(of: lines.map { ($0.title, nil) }) + 28)
        var canvas = SVGCanvas(
            width: Self.width, height: height, title: title, description: description)
        canvas.text(title, x: 20, y: 30, style: "title")
        canvas.text(subtitle, x: 20, y: 50, style: "muted")
        let vertical = Scale(
            covering: lines.flatMap(\.values), includeZero: false, start: Self.bottom, end: Self.top)
        let first = lines.map(\.firstFrame).min() ?? 1
        let last = max(first + 1, lines.map { $0.firstFrame + $0.values.count - 1 }.max() ?? 1)
        func x(_ frame: Int) -> Double {
            Self.left + 12 + Double(frame - first) / Double(last - first) * (Self.right - Self.left - 24)
        }
        drawAxes(vertical, frames: first...last, x: x, on: &canvas)
        var names = SeriesNames(right: Self.right, bottom: Self.bottom)
        for line in lines {
            let points = line.values.enumerated().filter { $0.element.isFinite }.map {
                (x: x(line.firstFrame + $0.offset), y: vertical.position($0.element))
            }
            canvas.path(points, style: "line " + ChartStyle.stroke(line.series))
            for point in points {
                canvas.marker(
                    line.series, x: point.x, y: point.y, radius: 3.2,
                    style: ChartStyle.series(line.series))
            }
            if let end = points.last { names.add(line.title, series: line.series, x: end.x, y: end.y) }
        }
        names.draw(on: &canvas)
        return canvas.svg
    }

    private func drawAxes(
        _ vertical: Scale, frames: ClosedRange<Int>, x: (Int) -> Double, on canvas: inout SVGCanvas
    ) {
        let note = vertical.lower > 0 ? " (axis starts at \(vertical.label(vertical.lower)))" : ""
        canvas.text(axisTitle + note, x: 20, y: Self.top - 16, style: "label")
        for tick in vertical.ticks {
            let y = vertical.position(tick)
            canvas.line((Self.left, y), (Self.right, y), style: "grid")
            canvas.text(
                vertical.label(tick), x: Self.left - 8, y: y + 4, anchor: .end, style: "muted")
        }
        canvas.line((Self.left, Self.bottom), (Self.right, Self.bottom), style: "axis")
        let step = max(1, (frames.count + 15) / 16)
        for frame in frames where frame == frames.lowerBound || frame % step == 0 {
            if frame != frames.lowerBound, frame - frames.lowerBound < step, step > 1 { continue }
            canvas.line((x(frame), Self.bottom), (x(frame), Self.bottom + 4), style: "axis")
            canvas.text("\(frame)", x: x(frame), y: Self.bottom + 20, anchor: .middle, style: "muted")
        }
        canvas.text(
            "Frame", x: (Self.left + Self.right) / 2, y: Self.bottom + 42, anchor: .middle, style: "label")
    }
}
