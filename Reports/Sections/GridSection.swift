extension ReportSections {
    /// FrameInit's settings against motion and consistency.
    var grid: [Block] {
        let variants = content.variants.indices.filter { content.variants[$0].gridPoint != nil }
        guard variants.count > 1 else { return [] }
        let views = GridView.all(content, aggregates)
        return [.heading(2, "FrameInit grid"), .table(gridTable(variants, views))]
            + charts.grids.flatMap { figure($0) }
    }

    private func gridTable(_ rows: [Int], _ views: [GridView]) -> Table {
        let motion = GridView.motionMetrics.reversed()
            .compactMap { id in scoredMetrics.first { $0.id == id } }
        let metrics = motion + scoredMetrics.filter { metric in !motion.contains { $0.id == metric.id } }
        let label = Labels.caption(warnings(metrics))
        let cells = metrics.map { column($0, marks: label.marks) }
        let fronts = views.map { view in Set(view.front.map { view.entries[$0].variant.id }) }
        return Table(
            caption: [
                .strong("Motion against consistency."),
                .text(
                    " τ: steps of noise on the static first-frame video, D₀: stop frequency in space and time of "
                        + "the filter that takes its layout. ✓: no other setting has more motion and more consistency. "
                        + "\(countPhrase), on the same prompts, first frames and noise.\(legend(metrics))\(label.text)"
                ),
            ],
            columns: [.init("Setting"), .init("τ", .trailing), .init("D₀", .trailing)]
                + metrics.map(Self.heading)
                + views.map { .init("Front: \($0.consistency.title)", .centre) },
            rows: rows.map { row in
                let variant = content.variants[row]
                let point = variant.gridPoint
                return [
                    Table.Cell(variant.title),
                    Table.Cell(point?.steps.map(String.init) ?? NumberFormat.missing),
                    Table.Cell(
                        point?.stopFrequency.map { NumberFormat.exact($0).droppingZeroFraction }
                            ?? NumberFormat.missing),
                ] + cells.map { $0[row] } + fronts.map { Table.Cell($0.contains(variant.id) ? "✓" : "") }
            }, note: rankingNote(rows))
    }
}
