import Statistics

extension ReportSections {
    /// Whether metrics say the same about videos: a matrix of all pairs.
    var correlations: [Block] {
        let found = MetricCorrelation.all(in: content)
        guard !found.isEmpty else { return [] }
        let metrics = content.metrics.filter { metric in
            found.contains { $0.metric == metric.id || $0.other == metric.id }
        }
        let label = Labels.caption(warnings(metrics))
        let rows = metrics.indices.map { row in
            [Table.Cell(metrics[row].title)]
                + metrics.indices.map { column in cell(metrics, row, column, found, marks: label.marks) }
        }
        let counts = Set(found.map(\.videos)).sorted()
        let range = counts.count == 1 ? "\(counts[0])" : "\(counts[0]) to \(counts[counts.count - 1])"
        return [
            .heading(2, "How the metrics go together"),
            .table(
                Table(
                    caption: [
                        .strong("Correlations over videos."),
                        .text(
                            " Above the diagonal Spearman's ρ, below Pearson's r, of the values less their variant's "
                                + "mean; N = \(range) videos. Metrics with ρ near 1 tell little that is new."
                                + label.text),
                    ], columns: [.init("")] + metrics.map { .init($0.title, .trailing) }, rows: rows,
                    note: poolNote)),
        ]
    }

    /// Whose videos these are, where not all are pooled.
    private var poolNote: [Span] {
        guard ranking.pooled.count < content.variants.count else { return [] }
        let titles = content.variants.filter { ranking.pooled.contains($0.id) }.map(\.title)
        return [
            .text(
                "Over the videos of \(Self.listed(titles)); those of other rows were taken under another protocol, with "
                    + "another kind of weights, or are real, and are not pooled with them.")
        ]
    }

    private func cell(
        _ metrics: [ReportContent.Metric], _ row: Int, _ column: Int, _ found: [MetricCorrelation],
        marks: Bool
    ) -> Table.Cell {
        guard row != column else { return Table.Cell("·") }
        let (first, second) = (metrics[min(row, column)].id, metrics[max(row, column)].id)
        let pair = found.first { $0.metric == first && $0.other == second }
        let value = column > row ? pair?.spearman : pair?.pearson
        let both = warnings([metrics[row], metrics[column]])
        return Table.Cell(
            NumberFormat.fixed(value, decimals: 2),
            suffix: marks && value != nil ? Labels.mark(Labels.warning(both)) : "")
    }

    /// Whether values differ because samples differ or because seeds do.
    var seedScatter: [Block] {
        let found = SeedScatter.all(in: content)
        guard !found.isEmpty else { return [] }
        let metrics = content.metrics.filter { metric in found.contains { $0.metric == metric.id } }
        let label = Labels.caption(warnings(metrics))
        let rows = found.compactMap { scatter -> [Table.Cell]? in
            guard let metric = metrics.first(where: { $0.id == scatter.metric }),
                let variant = content.variants.first(where: { $0.id == scatter.variant })
            else { return nil }
            let mark = label.marks ? Labels.mark(labels.warning(variant, metric)) : ""
            func deviation(_ variance: Double) -> Table.Cell {
                let text = NumberFormat.fixed(
                    variance.squareRoot(), decimals: metric.decimals + 1, scale: metric.scale)
                return Table.Cell(text, suffix: mark)
            }
            let mean = scatter.split.meanDeviation
            return [
                Table.Cell(Self.title(metric) + Self.unit(metric)), Table.Cell(variant.title),
                Table.Cell("\(scatter.split.samples)"), Table.Cell("\(scatter.seeds)"),
                deviation(scatter.split.betweenSamples), deviation(scatter.split.withinSamples),
                Table.Cell(NumberFormat.fixed(scatter.split.sampleShare, decimals: 0, scale: 100)),
                deviation(mean * mean),
            ]
        }
        return [
            .heading(2, "Samples and seeds"),
            .table(
                Table(
                    caption: [
                        .strong("What the scatter is owed to."),
                        .text(
                            " Standard deviations between samples and between seeds of a sample, from a one-way "
                                + "random-effects analysis of variance; the share of the variance that samples account "
                                + "for; and how far the mean of the table moves with another seed for every sample."
                                + label.text),
                    ],
                    columns: [
                        .init("Metric"), .init("Variant"), .init("Samples", .trailing),
                        .init("Seeds", .trailing), .init("Between samples", .trailing),
                        .init("Between seeds", .trailing), .init("Samples' share, %", .trailing),
                        .init("Mean, by seeds", .trailing),
                    ], rows: rows)),
        ]
    }
}
