extension ReportSections {
    /// What every column means; the columns' titles lead here.
    var metricNotes: [Block] {
        let metrics = content.metrics.filter { $0.card != nil }
        guard !metrics.isEmpty else { return [] }
        return [.heading(2, "The metrics")] + metrics.flatMap(note)
    }

    /// Where a heading is found from within the page: as GitHub names it.
    static func anchor(_ heading: String) -> String {
        let kept = heading.lowercased().filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
        return "#" + kept.map { $0 == " " ? "-" : String($0) }.joined()
    }

    /// Link from a column to the metric's note.
    static func link(_ metric: ReportContent.Metric) -> String? {
        metric.card.map { _ in anchor(noteTitle(metric)) }
    }

    /// Not the id alone: sections of metrics are headed by their names, and a name may be an id in other letters.
    private static func noteTitle(_ metric: ReportContent.Metric) -> String { "About \(metric.id)" }

    private func note(_ metric: ReportContent.Metric) -> [Block] {
        let ends = metric.range.map { range in
            let lower = range.lower.map { NumberFormat.exact($0).droppingZeroFraction } ?? "-∞"
            let upper = range.upper.map { NumberFormat.exact($0).droppingZeroFraction } ?? "∞"
            return "\(lower) … \(upper)"
        }
        let direction =
            switch metric.direction {
            case .higher: "higher is better"
            case .lower: "lower is better"
            case .neither: "neither direction is better"
            }
        let unit = metric.unit == "1" ? "" : " in \(metric.unit)"
        let scale = metric.scale == 1 ? "" : "; printed" + Self.unit(metric)
        return [
            .heading(3, Self.noteTitle(metric)),
            .paragraph([
                .strong(metric.title), .text(": \(ends ?? "a number")\(unit), \(direction)\(scale). "),
                .text("Source: \(metric.source). Version \(metric.version). Formula, protocol and quirks: "),
                .code("Metrics/\(metric.card ?? "")/README.md"), .text("."),
            ]),
        ]
    }
}
