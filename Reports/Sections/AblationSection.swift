extension ReportSections {
    /// Toggles, quality and cost side by side, for the variants that have toggles.
    var ablation: [Block] {
        let rows = content.variants.indices.filter { content.variants[$0].toggles != nil }
        guard rows.count > 1 else { return rows.isEmpty ? [] : costOnly(rows) }
        return [.heading(2, "Ablation"), .table(ablationTable(rows, metrics: scoredMetrics))]
    }

    /// A single variant has nothing to be compared with; its cost is still worth a table.
    private func costOnly(_ rows: [Int]) -> [Block] {
        guard !content.costs.isEmpty else { return [] }
        return [.heading(2, "Cost"), .table(ablationTable(rows, metrics: []))]
    }

    private func ablationTable(_ rows: [Int], metrics: [ReportContent.Metric]) -> Table {
        let label = Labels.caption(warnings(metrics))
        let cells = metrics.map { column($0, marks: label.marks) }
        let quality = metrics.isEmpty ? "" : " \(countPhrase).\(legend(metrics))\(label.text)"
        return Table(
            caption: [
                .strong(metrics.isEmpty ? "Cost." : "Parts of the generator switched off one by one."),
                .text(
                    " F.I.: FrameInit, T.Cond.: temporal first-frame conditioning, S.Cond.: spatial "
                        + "first-frame conditioning.\(quality) Seconds, memory and U-Net cost (one forward of one "
                        + "copy, two operations per multiply-add) were measured in this run."),
            ],
            columns: [
                .init("Variant"), .init("F.I.", .centre), .init("T.Cond.", .centre),
                .init("S.Cond.", .centre),
            ] + metrics.map(Self.heading)
                + [
                    .init("Seconds per video ↓", .trailing), .init("Peak memory, GiB ↓", .trailing),
                    .init("U-Net TFLOP ↓", .trailing),
                ],
            rows: rows.map { row in
                toggles(content.variants[row]) + cells.map { $0[row] } + cost(content.variants[row])
            })
    }

    private func toggles(_ variant: ReportContent.Variant) -> [Table.Cell] {
        func check(_ on: Bool?) -> Table.Cell {
            Table.Cell(on.map { $0 ? "✓" : "✗" } ?? NumberFormat.missing)
        }
        return [
            Table.Cell(variant.title), check(variant.toggles?.frameInit),
            check(variant.toggles?.temporalConditioning), check(variant.toggles?.spatialConditioning),
        ]
    }

    private func cost(_ variant: ReportContent.Variant) -> [Table.Cell] {
        let cost = content.costs.first { $0.variant == variant.id }
        let memory = cost?.peakMemory.map { Double($0) / 1_073_741_824 }
        let flops = cost?.flopsPerForward.map { $0 / 1e12 }
        return [
            Table.Cell(NumberFormat.significant(cost?.secondsPerVideo)),
            Table.Cell(NumberFormat.significant(memory)),
            Table.Cell(NumberFormat.significant(flops)),
        ]
    }
}
