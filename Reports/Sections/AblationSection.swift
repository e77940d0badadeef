extension ReportSections {
    /// Toggles, quality and cost side by side, for the variants that have toggles.
    var ablation: [Block] {
        let rows = content.variants.indices.filter { content.variants[$0].toggles != nil }
        guard rows.count > 1 else { return rows.isEmpty ? [] : costOnly(rows) }
        return [
            .heading(2, "Ablation"), .table(ablationTable(rows, metrics: ablationMetrics)),
            .paragraph([.text(Self.costNote)]),
        ] + (publishedNote.map { [.paragraph([.text($0)])] } ?? []) + besideThePaper
    }

    /// Which rows do what the paper's do, and why not.
    private var besideThePaper: [Block] {
        guard let table = publishedAblation else { return [] }
        let steps = PublishedStep.all(of: table, content, aggregates, comparisons)
        guard !steps.isEmpty else { return [] }
        let others = steps.filter { !$0.agrees }
        let titles = steps.map(\.title).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let agreeing =
            " Of \(steps.count) steps from row to row (\(titles.joined(separator: ", "))), "
            + "\(steps.count - others.count) go the way of the paper's"
            + (others.isEmpty ? "." : "; the others follow.")
        let note = others.isEmpty ? nil : content.suite.ablationNote
        return [.paragraph([.strong("Beside the paper."), .text(agreeing)])]
            + (others.isEmpty ? [] : [.list(others.map { [.text($0.sentence)] })])
            + (note.map { [.paragraph([.text($0)])] } ?? [])
    }

    /// The paper's ablation, where it belongs beside these rows.
    private var publishedAblation: PublishedTable? {
        content.published?.table(PublishedResults.TableID.ablation)
    }

    private var publishedNote: String? {
        publishedAblation.flatMap { content.published?.note(on: $0, subject: "Rows") }
    }

    /// Metrics that the paper's table has come first.
    private var ablationMetrics: [ReportContent.Metric] {
        let published = publishedAblation?.columns.compactMap(\.metric) ?? []
        let first = published.compactMap { id in content.metrics.first { $0.id == id } }
        return first + scoredMetrics.filter { metric in !published.contains(metric.id) }
    }

    /// A single variant has nothing to be compared with; its cost is still worth a table.
    private func costOnly(_ rows: [Int]) -> [Block] {
        guard !content.costs.isEmpty else { return [] }
        return [
            .heading(2, "Cost"), .table(ablationTable(rows, metrics: [])), .paragraph([.text(Self.costNote)]),
        ]
    }

    private static let costNote =
        "Seconds and memory were measured in this run. U-Net TFLOP, of one forward of one copy, are counted from its "
        + "configuration: all matrix products (two operations per multiply-add), and as the paper's profiler counts, "
        + "without the products of fused attention and with element-wise work."

    private func ablationTable(_ rows: [Int], metrics: [ReportContent.Metric]) -> Table {
        let label = Labels.caption(warnings(metrics))
        let cells = metrics.map { column($0, marks: label.marks) }
        let quality = metrics.isEmpty ? "" : " \(countPhrase).\(legend(metrics))\(label.text)"
        let published = metrics.isEmpty ? nil : publishedAblation
        return Table(
            caption: [
                .strong(metrics.isEmpty ? "Cost." : "Parts of the generator switched off one by one."),
                .text(
                    " F.I.: FrameInit, T.Cond.: temporal first-frame conditioning, S.Cond.: spatial "
                        + "first-frame conditioning.\(quality)"),
            ],
            columns: [
                .init("Variant"), .init("F.I.", .centre), .init("T.Cond.", .centre),
                .init("S.Cond.", .centre),
            ] + metrics.map(Self.heading)
                + [
                    .init("Seconds per video ↓", .trailing), .init("Peak memory, GiB ↓", .trailing),
                    .init("U-Net TFLOP ↓", .trailing), .init("U-Net TFLOP, paper's count ↓", .trailing),
                ],
            rows: rows.map { row in
                toggles(content.variants[row].title, content.variants[row].toggles)
                    + cells.map { $0[row] } + cost(content.variants[row])
            } + (published?.rows ?? []).map { publishedRow($0, metrics, published) },
            note: metrics.isEmpty ? [] : rankingNote(rows))
    }

    private func toggles(_ title: String, _ toggles: ReportContent.Toggles?) -> [Table.Cell] {
        func check(_ on: Bool?) -> Table.Cell {
            Table.Cell(on.map { $0 ? "✓" : "✗" } ?? NumberFormat.missing)
        }
        return [
            Table.Cell(title), check(toggles?.frameInit), check(toggles?.temporalConditioning),
            check(toggles?.spatialConditioning),
        ]
    }

    private func cost(_ variant: ReportContent.Variant) -> [Table.Cell] {
        let cost = content.costs.first { $0.variant == variant.id }
        let memory = cost?.peakMemory.map { Double($0) / 1_073_741_824 }
        return [
            Table.Cell(NumberFormat.significant(cost?.secondsPerVideo)),
            Table.Cell(NumberFormat.significant(memory)),
            Table.Cell(Self.trillions(cost?.flopsPerForward)),
            Table.Cell(Self.trillions(cost?.profiledFlopsPerForward)),
        ]
    }

    /// Operations as TFLOP with four digits, which tell the paper's rows apart.
    static func trillions(_ operations: Double?) -> String {
        guard let operations, operations >= 1e12 else {
            return NumberFormat.significant(operations.map { $0 / 1e12 })
        }
        return NumberFormat.fixed(operations / 1e12, decimals: 3)
    }

    /// The paper's numbers in our columns.
    private func publishedRow(
        _ row: PublishedTable.Row, _ metrics: [ReportContent.Metric], _ table: PublishedTable?
    ) -> [Table.Cell] {
        func cell(_ column: PublishedTable.Column?, unit: String = "") -> Table.Cell {
            guard let column, let value = row.values[column.id] else {
                return Table.Cell(NumberFormat.missing)
            }
            return Table.Cell(NumberFormat.fixed(value, decimals: column.decimals ?? 2) + unit)
        }
        func named(_ id: String) -> PublishedTable.Column? { table?.columns.first { $0.id == id } }
        return toggles(Self.published(row.name), row.toggles)
            + metrics.map { metric in cell(table?.columns.first { $0.metric == metric.id }) }
            + [
                cell(named("seconds")), cell(named("memory"), unit: " MB"),
                Table.Cell(NumberFormat.missing), cell(named("tflop")),
            ]
    }
}
