extension ChartSet {
    /// Motion against consistency over a grid of FrameInit's settings.
    static func scatter(_ view: GridView, _ content: ReportContent, _ names: inout FileNames) -> Chart {
        let steps = Self.distinct(view.entries.map(\.point.steps))
        let stops = Self.distinct(view.entries.compactMap(\.point.stopFrequency))
        let points = view.entries.map { entry in
            ScatterChart.Point(
                name: GridLabels.short(entry.point),
                colour: steps.firstIndex(of: entry.point.steps) ?? 0,
                shape: entry.point.stopFrequency.flatMap(stops.firstIndex) ?? stops.count,
                x: entry.motion * view.motion.scale, y: entry.consistency * view.consistency.scale)
        }
        let warning = Labels.warning(
            [view.motion.weights, view.consistency.weights] + view.entries.map(\.variant.weights))
        let label = warning.map { " · \(Labels.words($0))" } ?? ""
        let title = "\(view.consistency.title) against motion"
        let description = Self.description(view)
        let chart = ScatterChart(
            title: title, subtitle: "FrameInit's settings, means over videos" + label,
            horizontalTitle: view.motion.title + ReportSections.unit(view.motion) + " → more motion",
            verticalTitle: ReportSections.title(view.consistency) + ReportSections.unit(view.consistency),
            description: description, points: points, front: view.front,
            colours: steps.map(GridLabels.steps),
            shapes: stops.map(GridLabels.stop))
        return Chart(
            path: names.path("grid-" + view.consistency.id), svg: chart.svg, description: description,
            caption: "\(title): one point for each setting; the line joins those that no other beats in both"
                + "\(label).")
    }

    private static func description(_ view: GridView) -> String {
        let sentences = view.entries.map { entry in
            "\(entry.variant.title): \(NumberFormat.cell(entry.motion, of: view.motion)), "
                + NumberFormat.cell(entry.consistency, of: view.consistency) + "."
        }
        let best = ReportSections.listed(view.front.map { view.entries[$0].variant.title })
        return "Points: \(view.motion.title), \(view.consistency.title). " + sentences.joined(separator: " ")
            + " On the Pareto front: \(best)."
    }

    /// Each once, in order of appearance.
    private static func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}

/// What a grid's settings are called.
enum GridLabels {
    static func steps(_ steps: Int?) -> String { steps.map { "τ = \($0)" } ?? "without FrameInit" }

    static func stop(_ frequency: Double) -> String {
        "D₀ = \(NumberFormat.exact(frequency).droppingZeroFraction)"
    }

    static func short(_ point: ReportContent.GridPoint) -> String {
        guard let steps = point.steps, let stop = point.stopFrequency else { return "without FrameInit" }
        return "τ \(steps), D₀ \(NumberFormat.exact(stop).droppingZeroFraction)"
    }
}
