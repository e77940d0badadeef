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
        var canvas = SVGCanvas(
            width: Self.width, height: Self.height, title: title, description: description)
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
        var ends: [(line: Line, x: Double, y: Double)] = []
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
            if let end = points.last { ends.append((line, end.x, end.y)) }
        }
        drawNames(ends, on: &canvas)
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

    /// Names at the ends of the lines, pushed apart where they would overlap.
    private func drawNames(
        _ ends: [(line: Line, x: Double, y: Double)], on canvas: inout SVGCanvas
    ) {
        let ordered = ends.sorted { ($0.y, $0.line.series) < ($1.y, $1.line.series) }
        let places = Self.spread(ordered.map(\.y), gap: 18, lowest: Self.bottom + 30)
        for (end, y) in zip(ordered, places) {
            canvas.line((end.x + 6, end.y), (Self.right + 14, y), style: "leader")
            canvas.marker(
                end.line.series, x: Self.right + 22, y: y, radius: 4,
                style: ChartStyle.series(end.line.series))
            canvas.text(ChartStyle.shortened(end.line.title, to: 31), x: Self.right + 32, y: y + 4)
        }
    }

    /// Moves ascending places apart by at least `gap`: groups that touch are centred where their members wanted
    /// to be, none beyond `lowest`.
    static func spread(_ wanted: [Double], gap: Double, lowest: Double) -> [Double] {
        struct Run {
            var sum: Double
            var count: Int
        }
        var runs: [Run] = []
        func start(_ run: Run) -> Double {
            let centred = run.sum / Double(run.count)
            return min(centred, lowest - gap * Double(run.count - 1))
        }
        for place in wanted {
            runs.append(Run(sum: place, count: 1))
            while runs.count > 1,
                start(runs[runs.count - 2]) + gap * Double(runs[runs.count - 2].count)
                    > start(runs[runs.count - 1])
            {
                let upper = runs.removeLast()
                let lower = runs.removeLast()
                // Each member asks for the start of its run: its own place less its rank.
                runs.append(
                    Run(
                        sum: lower.sum + upper.sum - gap * Double(lower.count * upper.count),
                        count: lower.count + upper.count))
            }
        }
        return runs.flatMap { run in (0..<run.count).map { start(run) + gap * Double($0) } }
    }
}
