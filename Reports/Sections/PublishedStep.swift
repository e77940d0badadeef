import Statistics

/// What switching off one more part does to a metric, here and in a published ablation.
struct PublishedStep {
    /// Title of the metric.
    let title: String
    /// The row with the part switched off, by its title.
    let row: String
    /// Before and after, as printed.
    let ours: (before: String, after: String)
    let published: (before: String, after: String)
    /// Whether both go up, or both down.
    let agrees: Bool
    let comparison: Comparison?

    /// For a step that does not agree.
    var sentence: String {
        "“\(row)”: \(title) goes from \(ours.before) to \(ours.after) here, from \(published.before) to "
            + "\(published.after) in the paper. \(chance)"
    }

    private var chance: String {
        guard let comparison else { return "Whether the difference here is more than chance is not known." }
        let p = NumberFormat.fixed(comparison.adjustedPValue, decimals: 3)
        return comparison.isSignificant
            ? "The difference here is more than chance (p = \(p))."
            : "So few videos cannot tell the difference here from chance (p = \(p))."
    }

    /// Every step of a table whose two rows have complete values here.
    static func all(
        of table: PublishedTable, _ content: ReportContent, _ aggregates: Aggregates,
        _ comparisons: Comparisons
    ) -> [PublishedStep] {
        zip(table.rows, table.rows.dropFirst()).flatMap { above, below -> [PublishedStep] in
            guard let before = variant(like: above, content), let after = variant(like: below, content) else {
                return []
            }
            return table.columns.compactMap { column in
                guard let metric = content.metrics.first(where: { $0.id == column.metric }),
                    let old = above.values[column.id], let new = below.values[column.id],
                    let first = aggregates.group(variant: before.id, metric: metric.id),
                    let second = aggregates.group(variant: after.id, metric: metric.id),
                    first.isComplete && second.isComplete
                else { return nil }
                let values = (first.summary.mean, second.summary.mean)
                func text(_ value: Double) -> String {
                    NumberFormat.fixed(value, decimals: column.decimals ?? 2)
                }
                return PublishedStep(
                    title: metric.title, row: after.title,
                    ours: (NumberFormat.cell(values.0, of: metric), NumberFormat.cell(values.1, of: metric)),
                    published: (text(old), text(new)),
                    agrees: (values.1 - values.0) * (new - old) > 0,
                    comparison: comparisons.comparison(after.id, with: before.id, in: metric.id))
            }
        }
    }

    private static func variant(like row: PublishedTable.Row, _ content: ReportContent)
        -> ReportContent.Variant?
    {
        content.variants.first { $0.toggles != nil && $0.toggles == row.toggles }
    }
}
