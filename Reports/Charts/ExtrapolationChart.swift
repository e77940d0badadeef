/// A distance against 1/N: its values at several set sizes, the straight line through them, and where that line meets
/// infinitely many videos.
public struct ExtrapolationChart: Sendable {
    /// One set of videos.
    public struct Series: Sendable, Equatable {
        /// The distance at one size.
        public struct Point: Sendable, Equatable {
            public var count: Int
            public var value: Double
            /// Spread over sub-samples of this size, drawn as a bar to either side.
            public var spread: Double?

            public init(count: Int, value: Double, spread: Double? = nil) {
                (self.count, self.value, self.spread) = (count, value, spread)
            }
        }

        public var title: String
        /// Place in the report's list of variants: colour and marker.
        public var place: Int
        public var points: [Point]
        /// The line: distance = intercept + slope / N.
        public var intercept: Double
        public var slope: Double
        public var interceptError: Double?

        public init(
            title: String, place: Int, points: [Point], intercept: Double, slope: Double,
            interceptError: Double? = nil
        ) {
            (self.title, self.place, self.points) = (title, place, points)
            (self.intercept, self.slope, self.interceptError) = (intercept, slope, interceptError)
        }
    }

    public var title: String
    public var subtitle: String
    /// The distance and its unit.
    public var axisTitle: String
    /// What N counts, `Videos`.
    public var countTitle: String
    public var series: [Series]
    /// Decimals of the values that are printed.
    public var decimals: Int

    public init(
        title: String, subtitle: String, axisTitle: String, countTitle: String = "Videos", series: [Series],
        decimals: Int = 2
    ) {
        (self.title, self.subtitle, self.axisTitle) = (title, subtitle, axisTitle)
        (self.countTitle, self.series, self.decimals) = (countTitle, series, decimals)
    }

    private static let width = 860.0
    private static let height = 430.0
    private static let left = 66.0
    private static let right = 596.0
    private static let top = 96.0
    private static let bottom = 372.0
    /// Where N is infinite; room for the half of a marker.
    private static let infinity = 84.0

    /// In words, for readers who cannot see the picture.
    public var description: String {
        let sentences = series.map { series in
            let smallest = series.points.min { $0.count < $1.count }
            let largest = series.points.max { $0.count < $1.count }
            let ends = [smallest, largest].compactMap { $0 }.map { "\(text($0.value)) at N = \($0.count)" }
            return "\(series.title): \(ends.joined(separator: ", ")), \(limit(series)) at infinitely many."
        }
        return "Points and fitted lines over 1/N: \(axisTitle). " + sentences.joined(separator: " ")
    }

    private func text(_ value: Double) -> String { NumberFormat.fixed(value, decimals: decimals) }

    private func limit(_ series: Series) -> String {
        text(series.intercept) + (series.interceptError.map { " ± " + text($0) } ?? "")
    }

    public var svg: String {
        let labels = series.map { (title: $0.title, detail: String?("\(limit($0)) at N → ∞")) }
        let height = max(Self.height, SeriesNames.bottom(of: labels) + 28)
        var canvas = SVGCanvas(width: Self.width, height: height, title: title, description: description)
        canvas.text(title, x: 20, y: 30, style: "title")
        canvas.text(subtitle, x: 20, y: 50, style: "muted")
        let vertical = Scale(
            covering: series.flatMap(extent), includeZero: false, start: Self.bottom, end: Self.top)
        drawAxes(vertical, on: &canvas)
        var names = SeriesNames(right: Self.right, bottom: Self.bottom)
        for (one, label) in zip(series, labels) {
            draw(one, vertical, on: &canvas)
            let end = value(of: one, at: smallestCount)
            names.add(
                label.title, detail: label.detail, series: one.place, x: x(1 / smallestCount),
                y: vertical.position(end))
        }
        names.draw(on: &canvas)
        return canvas.svg
    }

    private var counts: [Int] { Set(series.flatMap { $0.points.map(\.count) }).sorted(by: >) }
    private var smallestCount: Double { Double(max(counts.last ?? 1, 1)) }

    private func x(_ inverse: Double) -> Double {
        Self.infinity + inverse * smallestCount * (Self.right - 12 - Self.infinity)
    }

    private func value(of series: Series, at count: Double) -> Double {
        series.intercept + series.slope / count
    }

    /// All heights that a series reaches.
    private func extent(_ series: Series) -> [Double] {
        let error = series.interceptError ?? 0
        return series.points.flatMap { [$0.value - ($0.spread ?? 0), $0.value + ($0.spread ?? 0)] }
            + [series.intercept - error, series.intercept + error, value(of: series, at: smallestCount)]
    }

    private func drawAxes(_ vertical: Scale, on canvas: inout SVGCanvas) {
        let note = vertical.lower > 0 ? " (axis starts at \(vertical.label(vertical.lower)))" : ""
        canvas.text(axisTitle + note, x: 20, y: Self.top - 16, style: "label")
        for tick in vertical.ticks {
            let y = vertical.position(tick)
            canvas.line((Self.left, y), (Self.right, y), style: "grid")
            canvas.text(vertical.label(tick), x: Self.left - 8, y: y + 4, anchor: .end, style: "muted")
        }
        canvas.line((Self.left, Self.bottom), (Self.right, Self.bottom), style: "axis")
        canvas.line((Self.infinity, Self.top), (Self.infinity, Self.bottom), style: "leader")
        drawTick("∞", at: Self.infinity, on: &canvas)
        var free = Self.infinity + 16
        for count in counts {
            let place = x(1 / Double(count))
            let half = ChartStyle.width(of: "\(count)") / 2
            guard place - half > free else { continue }
            drawTick("\(count)", at: place, on: &canvas)
            free = place + half + 6
        }
        canvas.text(
            "\(countTitle), N (spaced by 1/N)", x: (Self.left + Self.right) / 2, y: Self.bottom + 42,
            anchor: .middle, style: "label")
    }

    private func drawTick(_ label: String, at x: Double, on canvas: inout SVGCanvas) {
        canvas.line((x, Self.bottom), (x, Self.bottom + 4), style: "axis")
        canvas.text(label, x: x, y: Self.bottom + 20, anchor: .middle, style: "muted")
    }

    private func draw(_ series: Series, _ vertical: Scale, on canvas: inout SVGCanvas) {
        let stroke = "line " + ChartStyle.stroke(series.place)
        let start = (x: Self.infinity, y: vertical.position(series.intercept))
        let end = (x: x(1 / smallestCount), y: vertical.position(value(of: series, at: smallestCount)))
        canvas.path([start, end], style: stroke)
        if let error = series.interceptError {
            drawBar(series.intercept, error, vertical, at: start.x, style: stroke, on: &canvas)
        }
        // An open marker: nobody measured there.
        canvas.marker(series.place, x: start.x, y: start.y, radius: 5, style: stroke)
        for point in series.points {
            let place = (x: x(1 / Double(point.count)), y: vertical.position(point.value))
            if let spread = point.spread {
                drawBar(point.value, spread, vertical, at: place.x, style: stroke, on: &canvas)
            }
            canvas.marker(
                series.place, x: place.x, y: place.y, radius: 3.2, style: ChartStyle.series(series.place))
        }
    }

    private func drawBar(
        _ value: Double, _ spread: Double, _ vertical: Scale, at x: Double, style: String,
        on canvas: inout SVGCanvas
    ) {
        canvas.path(
            [(x, vertical.position(value - spread)), (x, vertical.position(value + spread))], style: style)
    }
}
