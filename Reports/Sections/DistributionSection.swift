extension ReportSections {
    /// Metrics with a value for a whole set of videos.
    private var setMetrics: [ReportContent.Metric] {
        content.metrics.filter { metric in content.setValues.contains { $0.metric == metric.id } }
    }

    /// One table and one curve for each metric of sets.
    var distributions: [Block] {
        let metrics = setMetrics
        guard !metrics.isEmpty else { return [] }
        let reference = content.reference.map { " Reference: \($0)." } ?? ""
        return [
            .heading(2, "Sets of videos"),
            .paragraph([
                .text(
                    "These metrics have one value for all videos of a variant. The standard error leaves out blocks "
                        + "of videos in turn (delete-block jackknife); the bias-corrected value and the limit at "
                        + "infinitely many videos (a straight line over 1/N) tell how much the value owes to N. "
                        + "Values at different N, protocols or weights do not compare.\(reference)")
            ]),
        ] + metrics.flatMap(distributionBlocks)
    }

    private func distributionBlocks(_ metric: ReportContent.Metric) -> [Block] {
        let values = content.setValues.filter { $0.metric == metric.id }
        let label = Labels.caption(warnings([metric]))
        let cells = column(metric, marks: label.marks)
        let rows = content.variants.indices.compactMap { index -> [Table.Cell]? in
            let variant = content.variants[index]
            guard let value = values.first(where: { $0.variant == variant.id }) else { return nil }
            return [Table.Cell(variant.title), cells[index]] + trust(value, metric) + counts(value)
        }
        let table = Table(
            caption: [
                .strong(Self.title(metric) + Self.unit(metric)),
                .text(" of whole sets.\(label.text) N counts videos, and feature vectors in brackets."),
            ],
            columns: [
                .init("Variant"), .init("Value", .trailing), .init("Standard error", .trailing),
                .init("Bias-corrected", .trailing), .init("N → ∞", .trailing), .init("N", .trailing),
                .init("Reference N", .trailing),
            ], rows: rows, note: rankingNote())
        return [.heading(3, metric.title), .table(table)] + warningList(values)
            + figure(charts.extrapolations[metric.id])
    }

    private func trust(_ value: ReportContent.SetValue, _ metric: ReportContent.Metric) -> [Table.Cell] {
        let error = value.limitError.map { " ± " + NumberFormat.cell($0, of: metric) } ?? ""
        let limit = value.limit.map { NumberFormat.cell($0, of: metric) + error } ?? NumberFormat.missing
        return [
            Table.Cell(NumberFormat.cell(value.standardError, of: metric)),
            Table.Cell(NumberFormat.cell(value.biasCorrected, of: metric)), Table.Cell(limit),
        ]
    }

    private func counts(_ value: ReportContent.SetValue) -> [Table.Cell] {
        func text(_ videos: Int?, _ vectors: Int?) -> Table.Cell {
            let count = videos.map(String.init) ?? vectors.map { _ in "" } ?? NumberFormat.missing
            return Table.Cell(count + (vectors.map { "\(count.isEmpty ? "" : " ")(\($0))" } ?? ""))
        }
        return [
            text(value.videos, value.vectors), text(value.referenceVideos, value.referenceVectors),
        ]
    }

    /// Every warning once, behind the sets that it is about.
    private func warningList(_ values: [ReportContent.SetValue]) -> [Block] {
        var texts: [String] = []
        var sets: [String: [String]] = [:]
        for value in values {
            guard let title = content.variants.first(where: { $0.id == value.variant })?.title else {
                continue
            }
            for warning in value.warnings {
                let parts = warning.split(separator: ": ", maxSplits: 1).map(String.init)
                let (name, text) = parts.count == 2 ? (parts[0], parts[1]) : (title, warning)
                if sets[text] == nil { texts.append(text) }
                if sets[text]?.contains(name) != true { sets[text, default: []].append(name) }
            }
        }
        return texts.map { text in
            .paragraph([.strong("Mind."), .text(" \(Self.listed(sets[text] ?? [])): \(text)")])
        }
    }
}
