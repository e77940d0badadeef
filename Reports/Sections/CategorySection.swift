extension ReportSections {
    /// One table and one chart for each metric: rows are categories, columns variants.
    var categories: [Block] {
        let metrics = videoMetrics
        guard !metrics.isEmpty else { return [] }
        return [.heading(2, "By category")] + metrics.flatMap(categoryBlocks)
    }

    private func categoryBlocks(_ metric: ReportContent.Metric) -> [Block] {
        let names = content.suite.categories.map(\.name)
        let label = Labels.caption(names.flatMap { warnings([metric], category: $0) } + warnings([metric]))
        var rows = content.suite.categories.map { category in
            [Table.Cell(category.name), Table.Cell("\(category.samples)")]
                + column(metric, category: category.name, marks: label.marks)
        }
        rows.append(
            [Table.Cell([.strong("All")]), Table.Cell([.strong("\(content.suite.samples)")])]
                + column(metric, marks: label.marks))
        let table = Table(
            caption: [
                Self.name(metric),
                .text(
                    " by category. “All” is the mean over videos. \(countPhrase)."
                        + legend([metric], categories: names)),
                .text(label.text),
            ],
            columns: [.init("Category"), .init("Samples", .trailing)]
                + content.variants.map { .init($0.title, .trailing) },
            rows: rows, note: rankingNote())
        return [.heading(3, metric.title), .table(table)] + figure(charts.bars[metric.id])
    }

    /// Curves averaged over videos, one figure for each kind.
    var curveFigures: [Block] {
        guard !charts.curves.isEmpty else { return [] }
        return [.heading(2, "Along the video")] + charts.curves.flatMap { figure($0) }
    }

    func figure(_ chart: Chart?) -> [Block] {
        guard let chart else { return [] }
        return [.figure(path: chart.path, alternative: chart.description, caption: [.text(chart.caption)])]
    }

    /// Contact sheets.
    var samples: [Block] {
        guard !content.pictures.isEmpty else { return [] }
        return [.heading(2, "Samples")]
            + content.pictures.map { picture in
                .figure(
                    path: picture.path, alternative: picture.title,
                    caption: [.strong(picture.title + "."), .text(" " + picture.caption)])
            }
            + (madeWith.isEmpty ? [] : [.paragraph([.text(madeWith)])])
    }

    /// Which rows of the pictures were made with which weights.
    private var madeWith: String {
        let sentences = [ReportContent.WeightClass.synthetic, .demo].compactMap { weights -> String? in
            let titles = content.variants.filter { $0.weights == weights }.map(\.title)
            return titles.isEmpty
                ? nil : "Made with \(Labels.words(weights)): " + Self.listed(titles) + "."
        }
        return sentences.joined(separator: " ")
    }
}
