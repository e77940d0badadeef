import Statistics

extension ReportSections {
    /// Tables of papers with our values above them. The ablation's stands in the ablation table.
    var publishedTables: [Block] {
        let tables = content.published?.tables.filter { $0.id != PublishedResults.TableID.ablation } ?? []
        guard !tables.isEmpty else { return [] }
        return [.heading(2, "Beside published results")] + tables.map { .table(table($0)) }
    }

    /// How rows of other people's numbers are called.
    static func published(_ name: String) -> String { "\(name) (published)" }

    /// Where published rows come from, and why they are not ranked.
    func publishedNote(_ table: PublishedTable) -> String {
        let citation = content.published?.citation(of: table) ?? table.source
        let notes = (table.notes ?? []).map { " Note: \($0)." }.joined()
        return
            "Rows marked “published” are copied from \(citation) (\(table.setting)): other videos, weights and "
            + "machines, so they are never ranked with the rows of this run.\(notes)"
    }

    private func table(_ table: PublishedTable) -> Table {
        let ours = content.variants.filter { variant in
            table.columns.contains { mean($0, variant) != nil }
        }
        let columns = table.columns.compactMap { column in
            column.metric.flatMap { id in content.metrics.first { $0.id == id } }
        }
        let label = Labels.caption(ours.isEmpty ? [] : warnings(columns))
        return Table(
            caption: [
                .strong(table.title + "."),
                .text((ours.isEmpty ? " " : " \(countPhrase). ") + publishedNote(table) + label.text),
            ],
            columns: [.init("Model")] + table.columns.map(Self.heading),
            rows: ours.map { ourRow($0, table, marks: label.marks) } + table.rows.map { theirRow($0, table) })
    }

    private func mean(_ column: PublishedTable.Column, _ variant: ReportContent.Variant) -> Double? {
        column.metric.flatMap {
            aggregates.group(variant: variant.id, metric: $0)?.summary.mean
        }
    }

    private func ourRow(_ variant: ReportContent.Variant, _ table: PublishedTable, marks: Bool)
        -> [Table.Cell]
    {
        [Table.Cell(variant.title)]
            + table.columns.map { column in
                guard let value = mean(column, variant),
                    let metric = content.metrics.first(where: { $0.id == column.metric })
                else { return Table.Cell(NumberFormat.missing) }
                let text = NumberFormat.fixed(
                    value, decimals: column.decimals ?? metric.decimals, scale: column.scale ?? 1)
                return Table.Cell(text, suffix: marks ? Labels.mark(labels.warning(variant, metric)) : "")
            }
    }

    private func theirRow(_ row: PublishedTable.Row, _ table: PublishedTable) -> [Table.Cell] {
        let source = row.source.flatMap { id in
            content.published?.sources.first { $0.id == id }?.reference
        }
        return [Table.Cell(Self.published(row.name) + (source.map { " (\($0))" } ?? ""))]
            + table.columns.map { column in
                let number = row.values[column.id].map {
                    NumberFormat.fixed($0, decimals: column.decimals ?? 2)
                }
                return Table.Cell(number ?? row.facts?[column.id] ?? NumberFormat.missing)
            }
    }

    private static func heading(_ column: PublishedTable.Column) -> Table.Column {
        let isText = column.decimals == nil
        return Table.Column(
            column.title + (column.direction.map(Ranking.arrow) ?? ""), isText ? .leading : .trailing)
    }
}
