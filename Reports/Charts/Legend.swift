/// The names of the series in a row above a chart, wrapped where needed.
struct Legend {
    struct Entry {
        var text: String
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
        for title in titles {
            let text = ChartStyle.shortened(title, to: 40)
            let width = 18 + ChartStyle.width(of: text) + 20
            if x > left, x + width > right {
                x = left
                y += 20
            }
            entries.append(Entry(text: text, x: x, y: y))
            x += width
        }
        self.entries = entries
        bottom = y + 8
    }

    func draw(on canvas: inout SVGCanvas) {
        for (index, entry) in entries.enumerated() {
            canvas.rectangle(
                x: entry.x, y: entry.y - 10, width: 11, height: 11, style: ChartStyle.series(index))
            canvas.text(entry.text, x: entry.x + 18, y: entry.y)
        }
    }
}
