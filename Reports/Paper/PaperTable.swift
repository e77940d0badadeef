import Statistics

/// Our numbers in the layout and rounding of a paper's table, above the rows that the paper prints.
///
/// Ours are ranked among themselves where they come from one suite with one protocol; published numbers are never
/// ranked, with ours or without.
struct PaperTable {
    let table: PublishedTable
    let results: PublishedResults
    let rows: [PaperRow]
    /// Whether our rows are of other suites than the paper's; they are printed where columns mean the same on any.
    let isGuest: Bool

    init(_ table: PublishedTable, of results: PublishedResults, runs: [MeasuredRun]) {
        self.table = table
        self.results = results
        let home = runs.filter { table.suites.isEmpty || table.suites.contains($0.content.suite.id) }
        let isGuest = home.isEmpty && table.suite != nil && table.metric == nil
        self.isGuest = isGuest
        let found = PaperRow.rows(isGuest ? runs : home)
        rows = found.filter { Self.hasNumbers($0, table, isGuest: isGuest) }
    }

    /// The table with its caption.
    var block: Table { table.metric.map(byCategory) ?? byModel }

    /// One of our means as the table prints it.
    struct Measured {
        var group: Aggregate
        var metric: ReportContent.Metric
        var member: PaperRow.Member
        /// `97.40`
        var text: String
        /// ` [97.02, 97.80]`, ` ± 3.1`, or nothing.
        var spread: String

        var warning: ReportContent.WeightClass? { member.warning(metric) }

        var standing: RowStanding { member.standing(metric) }
    }

    private static func hasNumbers(_ row: PaperRow, _ table: PublishedTable, isGuest: Bool) -> Bool {
        let metrics = table.metric.map { [$0] } ?? table.columns.compactMap(\.metric)
        return row.members.contains { member in
            metrics.contains { member.run.aggregates.group(variant: member.variant.id, metric: $0) != nil }
                || !isGuest
                    && member.run.content.costs.contains { cost in
                        cost.variant == member.variant.id && table.columns.contains { $0.cost != nil }
                    }
        }
    }
}

// MARK: - A row for each model

extension PaperTable {
    private var byModel: Table {
        let columns = table.columns.map { column in rows.map { measured(column, $0) } }
        let label = Labels.caption(columns.joined().compactMap { $0 }.map(\.warning))
        let cells = zip(table.columns, columns).map { column, found -> [Table.Cell] in
            let emphasis = Self.emphasis(found, direction: column.direction)
            return rows.indices.map { place in
                found[place].map { Self.cell($0, emphasis: emphasis[place], marks: label.marks) }
                    ?? cost(column, rows[place])
            }
        }
        let ours = rows.indices.map { place in [Table.Cell(rows[place].title)] + cells.map { $0[place] } }
        return Table(
            caption: caption(columns.joined().compactMap { $0 }, subject: "Rows", label: label.text),
            columns: [.init("Model")] + table.columns.map(Self.heading),
            rows: ours + table.rows.map(published), groupStarts: ours.isEmpty ? [] : [ours.count],
            note: rankingNote(columns))
    }

    /// What we measured for a column: of the member whose suite the column is about.
    private func measured(_ column: PublishedTable.Column, _ row: PaperRow) -> Measured? {
        guard let id = column.metric else { return nil }
        let suite = column.suite ?? table.suite
        return row.members.lazy.filter { isGuest || suite == nil || suite == $0.run.content.suite.id }
            .compactMap {
                measured(
                    id, $0, decimals: column.decimals, scale: column.scale ?? 1,
                    rounding: column.rounding ?? table.rounding)
            }.first
    }

    /// A mean in the paper's rounding; our own where the paper prints none.
    func measured(
        _ id: String, _ member: PaperRow.Member, category: String? = nil, decimals: Int?, scale: Double,
        rounding: PublishedTable.Rounding?
    ) -> Measured? {
        let content = member.run.content
        guard let metric = content.metrics.first(where: { $0.id == id }),
            let group = member.run.aggregates.group(
                variant: member.variant.id, metric: id, category: category)
        else { return nil }
        func text(_ value: Double) -> String {
            let decimals = decimals ?? metric.decimals
            return rounding == .truncated
                ? NumberFormat.truncated(value, decimals: decimals, scale: scale)
                : NumberFormat.fixed(value, decimals: decimals, scale: scale)
        }
        let interval = member.run.aggregates.interval(
            variant: member.variant.id, metric: metric, category: category)
        let error = content.setValues.first { $0.variant == member.variant.id && $0.metric == id }?
            .standardError
        let spread =
            interval.map { " [\(text($0.lower)), \(text($0.upper))]" } ?? error.map { " ± \(text($0))" }
            ?? ""
        return Measured(
            group: group, metric: metric, member: member, text: text(group.summary.mean), spread: spread)
    }

    /// Ranks among our own complete means of one suite, protocol, metric and kind of weights.
    static func emphasis(_ found: [Measured?], direction: ReportContent.Direction?) -> [Table.Emphasis] {
        let ranked = RowStanding.ranked(found.map { $0?.standing })
        return Ranking.emphasis(
            found.indices.map { place in
                ranked.contains(place) && found[place]?.group.isComplete == true ? found[place]?.text : nil
            }, direction: direction ?? .neither)
    }

    /// Which of our rows are ranked with none or not with the most, and why.
    ///
    /// - Parameter columns: our numbers that stand against each other, each list in the order of `rows`.
    func rankingNote(_ columns: [[Measured?]]) -> [Span] {
        let measured = rows.indices.filter { place in columns.contains { $0[place] != nil } }
        guard measured.count > 1 else { return [] }
        let ranked = columns.reduce(into: Set<Int>()) {
            $0.formUnion(RowStanding.ranked($1.map { $0?.standing }))
        }
        let apart = measured.filter { !ranked.contains($0) }
        guard !apart.isEmpty else { return [] }
        let example = ranked.min().flatMap { rows[$0].members.first }
        let listed = apart.compactMap { place in
            rows[place].members.first.map { "“\(rows[place].title)” (\($0.reason(unlike: example)))" }
        }.joined(separator: "; ")
        let start = ranked.isEmpty ? "Ours are not ranked: " : "Not ranked with our others: "
        return [.text(start + listed + ". " + ReportSections.rankingRule)]
    }

    static func cell(_ measured: Measured, emphasis: Table.Emphasis, marks: Bool) -> Table.Cell {
        let mark = marks ? Labels.mark(measured.warning) : ""
        let count = measured.group.isComplete ? "" : " (n=\(measured.group.summary.count))"
        return Table.Cell(measured.text, emphasis: emphasis, suffix: mark + measured.spread + count)
    }

    /// What our generator took, where the column lists that.
    private func cost(_ column: PublishedTable.Column, _ row: PaperRow) -> Table.Cell {
        guard let kind = column.cost, let member = row.members.first,
            let cost = member.run.content.costs.first(where: { $0.variant == member.variant.id })
        else { return Table.Cell(NumberFormat.missing) }
        let value: Double? =
            switch kind {
            case .seconds: cost.secondsPerVideo
            case .memory: cost.peakMemory.map { Double($0) / 1_048_576 }
            case .tflop: cost.profiledFlopsPerForward.map { $0 / 1e12 }
            }
        return Table.Cell(NumberFormat.fixed(value, decimals: column.decimals ?? 2))
    }

    private func published(_ row: PublishedTable.Row) -> [Table.Cell] {
        let source = row.source.flatMap { id in results.sources.first { $0.id == id }?.reference }
        let title = ReportSections.published(row.name) + (source.map { " (\($0))" } ?? "")
        return [Table.Cell(title)] + table.columns.map { published($0, row) }
    }

    /// The paper's own number, with what it should be where that is known to be another.
    func published(_ column: PublishedTable.Column, _ row: PublishedTable.Row) -> Table.Cell {
        func text(_ value: Double) -> String { NumberFormat.fixed(value, decimals: column.decimals ?? 2) }
        guard let value = row.values[column.id] else {
            return Table.Cell(row.facts?[column.id] ?? NumberFormat.missing)
        }
        let meant = table.meant(column.id, of: row.name).map { " (misprint for \(text($0)))" }
        return Table.Cell(text(value), suffix: meant ?? "")
    }

    private static func heading(_ column: PublishedTable.Column) -> Table.Column {
        let isText = column.decimals == nil
        return Table.Column(
            column.title + (column.direction.map(Ranking.arrow) ?? ""), isText ? .leading : .trailing)
    }
}
