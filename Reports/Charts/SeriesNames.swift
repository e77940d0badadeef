/// Names beside the ends of lines, pushed apart where they would overlap, in several lines where they are long.
struct SeriesNames {
    private struct Name {
        var lines: [String]
        var series: Int
        var x: Double
        var y: Double

        var height: Double { SeriesNames.height(ofLines: lines) }
    }

    /// Where the plot ends.
    private let right: Double
    private let bottom: Double
    private var names: [Name] = []

    /// Characters that fit between the plot and the edge of a chart of 860 pixels.
    private static let limit = 31
    /// Below the title and the line under it.
    private static let highest = 70.0

    init(right: Double, bottom: Double) { (self.right, self.bottom) = (right, bottom) }

    /// - Parameter detail: stands below the name.
    mutating func add(_ title: String, detail: String? = nil, series: Int, x: Double, y: Double) {
        names.append(Name(lines: Self.lines(title, detail), series: series, x: x, y: y))
    }

    private static func lines(_ title: String, _ detail: String?) -> [String] {
        ChartStyle.wrapped(title, to: limit) + (detail.map { ChartStyle.wrapped($0, to: limit) } ?? [])
    }

    private static func height(ofLines lines: [String]) -> Double {
        18 + Double(lines.count - 1) * ChartStyle.lineHeight
    }

    /// Where a list of names ends that begins below the chart's title.
    static func bottom(of names: [(title: String, detail: String?)]) -> Double {
        names.reduce(highest) { $0 + height(ofLines: lines($1.title, $1.detail)) }
    }

    func draw(on canvas: inout SVGCanvas) {
        let ordered = names.sorted { ($0.y, $0.series) < ($1.y, $1.series) }
        let places = Self.spread(
            ordered.map(\.y), heights: ordered.map(\.height), highest: Self.highest,
            lowest: max(bottom + 30, canvas.height - 28))
        for (name, y) in zip(ordered, places) {
            canvas.line((name.x + 6, name.y), (right + 14, y), style: "leader")
            canvas.marker(
                name.series, x: right + 22, y: y, radius: 4, style: ChartStyle.series(name.series))
            let first = y + 4 - Double(name.lines.count - 1) * ChartStyle.lineHeight / 2
            canvas.text(lines: name.lines, x: right + 32, y: first)
        }
    }

    /// Moves the middles of names, in ascending order, apart by at least their heights: groups that touch are
    /// centred where their members wanted to be, none beyond `highest` and `lowest`.
    static func spread(
        _ wanted: [Double], heights: [Double], highest: Double, lowest: Double
    ) -> [Double] {
        struct Run {
            var sum: Double
            var count: Int
            /// Depth of its last member in a stack of all names.
            var depth: Double
        }
        var depths: [Double] = []
        for index in heights.indices {
            depths.append(
                index == 0 ? 0 : (depths.last ?? 0) + (heights[index - 1] + heights[index]) / 2)
        }
        // Without their depths the names only have to stay in order: a regression with runs of equal values.
        func value(_ run: Run) -> Double {
            min(max(run.sum / Double(run.count), highest), lowest - run.depth)
        }
        var runs: [Run] = []
        for (place, depth) in zip(wanted, depths) {
            runs.append(Run(sum: place - depth, count: 1, depth: depth))
            while runs.count > 1, value(runs[runs.count - 2]) > value(runs[runs.count - 1]) {
                let later = runs.removeLast()
                let earlier = runs.removeLast()
                runs.append(
                    Run(
                        sum: earlier.sum + later.sum, count: earlier.count + later.count,
                        depth: later.depth))
            }
        }
        let values = runs.flatMap { [Double](repeating: value($0), count: $0.count) }
        return zip(values, depths).map { $0 + $1 }
    }
}
