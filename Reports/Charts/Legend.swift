/// The names of the series in rows above a chart, wrapped where needed.
struct Legend {
    struct Entry {
        var lines: [String]
        var x: Double
        var y: Double
    }

    let entries: [Entry]
    /// Bottom of the last row.
    let bottom: Double

    init(_ titles: [String], x left: Double, y top: Double, right: Double) {
        var entries: [Entry] = []
        var x = left
        var y = top
        // A name that is wider than the chart fills rows of its own.
        var rowHeight = 0.0
        let limit = max(8, Int((right - left - 38) / ChartStyle.width(of: "m")))
        for title in titles {
            let lines = ChartStyle.wrapped(title, to: limit)
            let width = 18 + (lines.map { ChartStyle.width(of: $0) }.max() ?? 0) + 20
            if x > left, x + width > right || lines.count > 1 {
                x = left
                y += 20 + rowHeight
                rowHeight = 0
            }
            entries.append(Entry(lines: lines, x: x, y: y))
            rowHeight = max(rowHeight, Double(lines.count - 1) * ChartStyle.lineHeight)
            x += width
        }
        self.entries = entries
        bottom = y + rowHeight + 8
    }

    func draw(on canvas: inout SVGCanvas) {
        for (index, entry) in entries.enumerated() {
            canvas.rectangle(
                x: entry.x, y: entry.y - 10, width: 11, height: 11, style: ChartStyle.series(index))
            canvas.text(lines: entry.lines, x: entry.x + 18, y: entry.y)
        }
    }
}
