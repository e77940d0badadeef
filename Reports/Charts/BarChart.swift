/// Horizontal bars in groups, from zero, each with its value behind it.
struct BarChart {
    struct Group {
        var title: String
        /// One for each series; nil where there is no value.
        var values: [Double?]
        /// As printed in the table.
        var texts: [String]
        /// Set apart from the groups before it.
        var isTotal = false
    }

    var title: String
    var subtitle: String
    var axisTitle: String
    var description: String
    var series: [String]
    var groups: [Group]

    private static let width = 860.0
    private static let left = 178.0
    private static let right = 786.0

    private var barHeight: Double { series.count == 1 ? 16 : series.count <= 4 ? 12 : 9 }
    private var groupGap: Double { series.count == 1 ? 9 : 13 }

    /// Room for the bars, and for a title of several lines.
    private func height(of group: Group) -> Double {
        max(Double(series.count) * (barHeight + 2), Double(lines(of: group).count) * ChartStyle.lineHeight)
            + groupGap
    }

    private func lines(of group: Group) -> [String] { ChartStyle.wrapped(group.title, to: 23) }

    var svg: String {
        let legend =
            series.count > 1
            ? Legend(series, x: 20, y: 76, right: Self.width - 20) : Legend([], x: 20, y: 54, right: 0)
        let top = legend.bottom + 16
        let totals = Double(groups.filter(\.isTotal).count) * 8
        let bottom = top + groups.reduce(0) { $0 + height(of: $1) } + totals
        var canvas = SVGCanvas(
            width: Self.width, height: bottom + 56, title: title, description: description)
        canvas.text(title, x: 20, y: 30, style: "title")
        canvas.text(subtitle, x: 20, y: 50, style: "muted")
        legend.draw(on: &canvas)
        let scale = Scale(
            covering: groups.flatMap { $0.values.compactMap { $0 } }, includeZero: true, start: Self.left,
            end: Self.right)
        drawAxis(scale, top: top, bottom: bottom, on: &canvas)
        drawGroups(scale, top: top, on: &canvas)
        canvas.line((scale.position(0), top), (scale.position(0), bottom), style: "axis")
        return canvas.svg
    }

    private func drawAxis(_ scale: Scale, top: Double, bottom: Double, on canvas: inout SVGCanvas) {
        for tick in scale.ticks {
            let x = scale.position(tick)
            canvas.line((x, top), (x, bottom), style: "grid")
            canvas.text(scale.label(tick), x: x, y: bottom + 18, anchor: .middle, style: "muted")
        }
        canvas.text(
            axisTitle, x: (Self.left + Self.right) / 2, y: bottom + 40, anchor: .middle, style: "label")
    }

    private func drawGroups(_ scale: Scale, top: Double, on canvas: inout SVGCanvas) {
        var y = top
        for group in groups {
            if group.isTotal {
                canvas.line((20, y + 4), (Self.right, y + 4), style: "axis")
                y += 8
            }
            let height = height(of: group)
            let lines = lines(of: group)
            let middle = y + height / 2
            let barsTop = middle - Double(series.count) * (barHeight + 2) / 2
            canvas.text(
                lines: lines, x: Self.left - 10,
                y: middle + 4 - Double(lines.count - 1) * ChartStyle.lineHeight / 2, anchor: .end,
                style: group.isTotal ? "strong" : "label")
            for index in group.values.indices {
                drawBar(
                    group, index, scale, y: barsTop + Double(index) * (barHeight + 2), on: &canvas)
            }
            y += height
        }
    }

    private func drawBar(
        _ group: Group, _ index: Int, _ scale: Scale, y: Double, on canvas: inout SVGCanvas
    ) {
        let zero = scale.position(0)
        let end = group.values[index].map(scale.position) ?? zero
        if group.values[index] != nil {
            canvas.rectangle(
                x: min(zero, end), y: y, width: abs(end - zero), height: barHeight,
                style: ChartStyle.series(index))
        }
        canvas.text(
            group.texts[index], x: max(zero, end) + 5, y: y + barHeight / 2 + 4, style: "value")
    }
}
