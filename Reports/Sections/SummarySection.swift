import Statistics

extension ReportSections {
    /// Rows: variants; columns: metrics.
    var summary: [Block] {
        let metrics = scoredMetrics
        guard !metrics.isEmpty else {
            return [.heading(2, "Summary"), .paragraph(["No metric has a value; the reasons are below."])]
        }
        let label = Labels.caption(warnings(metrics))
        let cells = metrics.map { column($0, marks: label.marks) }
        let rows = content.variants.indices.map { row in
            [Table.Cell(content.variants[row].title)] + cells.map { $0[row] }
        }
        return [
            .heading(2, "Summary"),
            .table(
                Table(
                    caption: [
                        .strong(summaryTitle),
                        .text(" \(countPhraseInFull).\(legend(metrics))\(label.text)"),
                    ],
                    columns: [Table.Column("Variant")]
                        + metrics.map(Self.heading),
                    rows: rows, note: rankingNote())),
        ]
    }

    private var summaryTitle: String {
        content.setValues.isEmpty ? "Means over videos." : "Means over videos, and values of whole sets."
    }

    /// Rows: variants; columns: mean and interval of each metric.
    var intervals: [Block] {
        let metrics = videoMetrics
        guard content.variants.contains(where: { hasInterval($0, metrics) }) else { return [] }
        let label = Labels.caption(warnings(metrics))
        let rows = content.variants.map { variant in
            [Table.Cell(variant.title)]
                + metrics.map { intervalCell(variant, $0, marks: label.marks) }
        }
        return [
            .heading(2, "How sure the means are"),
            .table(
                Table(
                    caption: [
                        .strong("Means with their \(percent) % intervals."),
                        .text(
                            " \(countPhrase). BCa bootstrap over source samples (all videos of a sample are drawn "
                                + "together), \(bootstrap.resamples) resamples, seed \(bootstrap.seed)"
                                + "\(metrics.contains { $0.isRate == true } ? "; Wilson's intervals for rates" : ""). The "
                                + "intervals cover the choice of samples, not the choice of weights.\(label.text)"
                        ),
                    ],
                    columns: [Table.Column("Variant")]
                        + metrics.map(Self.heading),
                    rows: rows)),
        ]
    }

    /// Means over frames where videos differ in length; VBench's own aggregate of some metrics.
    var termWeightedMeans: [Block] {
        let metrics = videoMetrics.filter { metric in
            content.variants.contains {
                aggregates.group(variant: $0.id, metric: metric.id)?.termWeightedMean != nil
            }
        }
        guard !metrics.isEmpty else { return [] }
        let label = Labels.caption(warnings(metrics))
        let rows = content.variants.map { variant in
            [Table.Cell(variant.title)]
                + metrics.map { metric in
                    let mean = aggregates.group(variant: variant.id, metric: metric.id)?.termWeightedMean
                    let mark = label.marks ? Labels.mark(labels.warning(variant, metric)) : ""
                    return Table.Cell(NumberFormat.cell(mean, of: metric), suffix: mean == nil ? "" : mark)
                }
        }
        return [
            .table(
                Table(
                    caption: [
                        .strong("Means over frames."),
                        .text(
                            " The videos differ in length; here each weighs by its frames, as in VBench's own "
                                + "aggregate of these metrics. Elsewhere every video weighs the same.\(label.text)"
                        ),
                    ],
                    columns: [Table.Column("Variant")]
                        + metrics.map(Self.heading),
                    rows: rows))
        ]
    }

    /// `95` for a level of 0.95.
    private var percent: String { NumberFormat.exact(bootstrap.level * 100).droppingZeroFraction }

    private func hasInterval(_ variant: ReportContent.Variant, _ metrics: [ReportContent.Metric]) -> Bool {
        metrics.contains { aggregates.group(variant: variant.id, metric: $0.id)?.interval != nil }
    }

    private func intervalCell(
        _ variant: ReportContent.Variant, _ metric: ReportContent.Metric, marks: Bool
    ) -> Table.Cell {
        guard let group = aggregates.group(variant: variant.id, metric: metric.id) else {
            return Table.Cell(NumberFormat.missing)
        }
        let mark = marks ? Labels.mark(labels.warning(variant, metric)) : ""
        let mean = NumberFormat.cell(group.summary.mean, of: metric)
        let range = group.interval.map { " " + NumberFormat.interval($0.lower, $0.upper, of: metric) } ?? ""
        return Table.Cell(mean + range, suffix: mark)
    }
}
