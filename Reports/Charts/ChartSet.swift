import Statistics

/// All charts of a report.
struct ChartSet {
    /// By metric id.
    var bars: [String: Chart] = [:]
    var curves: [Chart] = []
    /// By metric id.
    var extrapolations: [String: Chart] = [:]
    /// Motion against consistency.
    var grids: [Chart] = []

    /// In the order of the report.
    var all: [Chart] {
        grids + order.compactMap { extrapolations[$0] } + curves + order.compactMap { bars[$0] }
    }
    private let order: [String]

    init(_ content: ReportContent, _ aggregates: Aggregates, _ meanCurves: [MeanCurve]) {
        var names = FileNames()
        order = content.metrics.map(\.id)
        grids = GridView.all(content, aggregates).map { Self.scatter($0, content, &names) }
        for metric in content.metrics {
            extrapolations[metric.id] = Self.extrapolation(metric, content, &names)
        }
        for metric in content.metrics where !content.setValues.contains(where: { $0.metric == metric.id }) {
            bars[metric.id] = Self.bars(metric, content, aggregates, &names)
        }
        var ids: [String] = []
        for curve in meanCurves where !ids.contains(curve.id) { ids.append(curve.id) }
        for id in ids {
            curves.append(Self.lines(meanCurves.filter { $0.id == id }, id, content, &names))
        }
    }

    /// The values of sets over 1/N, with the lines that end at infinitely many videos.
    private static func extrapolation(
        _ metric: ReportContent.Metric, _ content: ReportContent, _ names: inout FileNames
    ) -> Chart? {
        let values = content.setValues.filter { $0.metric == metric.id }
        let drawn = content.variants.enumerated().compactMap { place, variant in
            values.first { $0.variant == variant.id }.flatMap { series($0, variant, place, metric) }
        }
        guard !drawn.isEmpty else { return nil }
        let warning = Labels.warning(
            [metric.weights]
                + content.variants.filter { variant in values.contains { $0.variant == variant.id } }
                .map(\.weights))
        let label = warning.map { " · \(Labels.words($0))" } ?? ""
        let chart = ExtrapolationChart(
            title: "\(metric.title) and the number of videos",
            subtitle: "means over sub-samples, straight line over 1/N" + label,
            axisTitle: ReportSections.title(metric) + ReportSections.unit(metric), series: drawn,
            decimals: metric.decimals)
        return Chart(
            path: names.path("extrapolation-" + metric.id), svg: chart.svg, description: chart.description,
            caption: "\(metric.title) of smaller sets, and where the line over 1/N ends\(label).")
    }

    private static func series(
        _ value: ReportContent.SetValue, _ variant: ReportContent.Variant, _ place: Int,
        _ metric: ReportContent.Metric
    ) -> ExtrapolationChart.Series? {
        guard let limit = value.limit, let slope = value.slope, !value.points.isEmpty else { return nil }
        let scale = metric.scale
        return ExtrapolationChart.Series(
            title: variant.title, place: place,
            points: value.points.map {
                .init(count: $0.count, value: $0.value * scale, spread: $0.spread.map { $0 * scale })
            }, intercept: limit * scale, slope: slope * scale,
            interceptError: value.limitError.map { $0 * scale })
    }

    private static func bars(
        _ metric: ReportContent.Metric, _ content: ReportContent, _ aggregates: Aggregates,
        _ names: inout FileNames
    ) -> Chart? {
        let variants = content.variants.filter {
            aggregates.group(variant: $0.id, metric: metric.id) != nil
        }
        guard !variants.isEmpty else { return nil }
        let rows = content.suite.categories.map { Optional($0.name) } + [nil]
        let groups = rows.map { category in
            let found = variants.map {
                aggregates.group(variant: $0.id, metric: metric.id, category: category)?.summary.mean
            }
            return BarChart.Group(
                title: category ?? "All videos", values: found.map { $0.map { $0 * metric.scale } },
                texts: found.map { NumberFormat.cell($0, of: metric) }, isTotal: category == nil)
        }
        let warning = Labels.warning([metric.weights] + variants.map(\.weights))
        let label = warning.map { " · \(Labels.words($0))" } ?? ""
        let title = metric.title + " by category"
        let description =
            "Bars: \(metric.title) of \(ReportSections.listed(variants.map(\.title))), by category and over all "
            + "videos. The numbers are in the table above."
        let chart = BarChart(
            title: title, subtitle: "means over videos, bars from zero" + label,
            axisTitle: ReportSections.title(metric) + ReportSections.unit(metric), description: description,
            series: variants.map(\.title), groups: groups)
        return Chart(
            path: names.path("categories-" + metric.id), svg: chart.svg, description: description,
            caption: "\(metric.title), means over videos; bars start at zero\(label.isEmpty ? "" : label).")
    }

    private static func lines(
        _ curves: [MeanCurve], _ id: String, _ content: ReportContent, _ names: inout FileNames
    ) -> Chart {
        let title = curves.first?.title ?? id
        let lines = curves.compactMap { curve in
            content.variants.firstIndex { $0.id == curve.variant }.map {
                LineChart.Line(
                    title: content.variants[$0].title, series: $0, firstFrame: curve.firstFrame,
                    values: curve.values.map { $0 ?? .nan })
            }
        }
        let counts = curves.flatMap(\.counts)
        let few = counts.min() ?? 0
        let many = counts.max() ?? 0
        let videos = few == many ? "\(many)" : "\(few) to \(many)"
        let used = content.curves.filter { $0.id == id }.map(\.weights)
        let made = content.variants.filter { variant in curves.contains { $0.variant == variant.id } }
        let warning = Labels.warning(used + made.map(\.weights))
        let label = warning.map { " · \(Labels.words($0))" } ?? ""
        let description =
            "Lines over frames: \(title), for " + ReportSections.listed(lines.map(\.title)) + ". "
            + lines.map(ends).joined(separator: " ")
        let chart = LineChart(
            title: title, subtitle: "means over \(videos) videos per variant" + label,
            axisTitle: curves.first?.axisTitle ?? title, description: description, lines: lines)
        return Chart(
            path: names.path("curve-" + id), svg: chart.svg, description: description,
            caption: "\(title): means over \(videos) videos per variant\(label).")
    }

    /// First and last value in words.
    private static func ends(_ line: LineChart.Line) -> String {
        guard let first = line.values.first, let last = line.values.last else { return "" }
        let from = NumberFormat.fixed(first, decimals: 3)
        return "\(line.title): \(from) at first, \(NumberFormat.fixed(last, decimals: 3)) at last."
    }
}

/// Makes file names of ids, each once.
struct FileNames {
    private var taken: Set<String> = []

    mutating func path(_ id: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyz0123456789-_")
        let name = String(id.lowercased().map { plain.contains($0) ? $0 : "-" })
        var candidate = name
        var number = 2
        while !taken.insert(candidate).inserted {
            candidate = "\(name)-\(number)"
            number += 1
        }
        return "assets/\(candidate).svg"
    }
}
