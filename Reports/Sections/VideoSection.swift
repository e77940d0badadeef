extension ReportSections {
    /// Most videos for which single scores are printed; beyond it `scores.csv` has them.
    static let printedVideos = 48

    /// One row for each video, when there are few.
    var videos: [Block] {
        let metrics = scoredMetrics
        let keys = videoKeys
        guard !metrics.isEmpty, !keys.isEmpty, keys.count <= Self.printedVideos else { return [] }
        let scores = Dictionary(
            content.scores.compactMap { score in
                score.value.map { (Place(video: score.video, metric: score.metric), $0) }
            }, uniquingKeysWith: { first, _ in first })
        let label = Labels.caption(
            keys.flatMap { key in
                metrics.compactMap { metric -> ReportContent.WeightClass?? in
                    scores[Place(video: key, metric: metric.id)].map { _ in warning(key, metric) }
                }
            })
        let rows = keys.map { key in
            facts(key)
                + metrics.map { metric -> Table.Cell in
                    let value = scores[Place(video: key, metric: metric.id)]
                    let mark = label.marks && value != nil ? Labels.mark(warning(key, metric)) : ""
                    return Table.Cell(NumberFormat.cell(value, of: metric), suffix: mark)
                }
        }
        return [
            .heading(2, "Video by video"),
            .table(
                Table(
                    caption: [.strong("Scores of single videos."), .text(label.text)],
                    columns: factColumns
                        + metrics.map(Self.heading),
                    rows: rows)),
        ]
    }

    private struct Place: Hashable {
        var video: ReportContent.VideoKey
        var metric: String
    }

    /// Every video with a score or the lack of one: by category, sample, variant and seed.
    private var videoKeys: [ReportContent.VideoKey] {
        let categories = content.suite.categories.map(\.name)
        let variants = content.variants.map(\.id)
        func place(_ key: ReportContent.VideoKey) -> (Int, String, Int, UInt64) {
            (
                categories.firstIndex(of: key.category) ?? 0, key.sample,
                variants.firstIndex(of: key.variant) ?? 0, key.seed ?? 0
            )
        }
        return Set(content.scores.map(\.video)).sorted { place($0) < place($1) }
    }

    private func warning(_ key: ReportContent.VideoKey, _ metric: ReportContent.Metric)
        -> ReportContent.WeightClass?
    {
        content.variants.first { $0.id == key.variant }.flatMap { labels.warning($0, metric) }
    }

    private var hasSeveralVariants: Bool { content.variants.count > 1 }
    private var hasSeveralSeeds: Bool { content.variants.contains { $0.seeds.count > 1 } }

    private var factColumns: [Table.Column] {
        [.init("Sample"), .init("Category")] + (hasSeveralVariants ? [.init("Variant")] : [])
            + (hasSeveralSeeds ? [.init("Seed", .trailing)] : [])
    }

    private func facts(_ key: ReportContent.VideoKey) -> [Table.Cell] {
        let title = content.variants.first { $0.id == key.variant }?.title ?? key.variant
        let seed = key.seed.map { "\($0)" } ?? NumberFormat.missing
        return [Table.Cell([.code(key.sample)]), Table.Cell(key.category)]
            + (hasSeveralVariants ? [Table.Cell(title)] : [])
            + (hasSeveralSeeds ? [Table.Cell(seed)] : [])
    }
}
