import Statistics

/// Builds the blocks of a report from its facts; one extension for each section.
struct ReportSections {
    let content: ReportContent
    let aggregates: Aggregates
    let comparisons: Comparisons
    let curves: [MeanCurve]
    let bootstrap: ClusterBootstrap
    let charts: ChartSet
    let labels: Labels
    let ranking: RankedRows

    /// Longest list of failures that is printed; all of them are in `report.json`.
    static let printedFailures = 50

    init(
        content: ReportContent, aggregates: Aggregates, comparisons: Comparisons, curves: [MeanCurve],
        bootstrap: ClusterBootstrap, charts: ChartSet
    ) {
        self.comparisons = comparisons
        self.content = content
        self.aggregates = aggregates
        self.curves = curves
        self.bootstrap = bootstrap
        self.charts = charts
        labels = Labels(content: content)
        ranking = content.rankedRows
    }

    var document: Document {
        Document(
            opening + summary + samples + ablation + grid + differences + publishedTables + intervals
                + termWeightedMeans + seedScatter + correlations + distributions + curveFigures + categories
                + videos + runtime
                + notComputed + failures + metricNotes + provenance)
    }

    /// Metrics that have a value somewhere.
    var scoredMetrics: [ReportContent.Metric] {
        content.metrics.filter { metric in
            content.variants.contains { aggregates.group(variant: $0.id, metric: metric.id) != nil }
        }
    }

    /// Those with a value for every video.
    var videoMetrics: [ReportContent.Metric] {
        scoredMetrics.filter { metric in !content.setValues.contains { $0.metric == metric.id } }
    }

    /// `2 videos`, `1 video`.
    static func counted(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
    }

    func expectedVideos(_ variant: ReportContent.Variant) -> Int {
        content.suite.samples * max(1, variant.seeds.count)
    }

    /// `N = 32 videos per variant`.
    var countPhrase: String {
        let counts = Set(content.variants.map(expectedVideos)).sorted()
        let number = counts.count > 1 ? "\(counts[0]) to \(counts[counts.count - 1])" : "\(counts.first ?? 0)"
        return "N = \(number) \(counts == [1] ? "video" : "videos") per variant"
    }

    /// `N = 32 videos per variant (32 samples in 8 categories, 1 seed)`.
    var countPhraseInFull: String {
        let samples = Self.counted(content.suite.samples, "sample")
        let categories = Self.counted(content.suite.categories.count, "category", "categories")
        let seeds = Set(content.variants.map(\.seeds.count)).sorted()
        let seedPhrase =
            seeds == [0] ? "" : seeds.count == 1 ? ", " + Self.counted(seeds[0], "seed") : ", seeds differ"
        return "\(countPhrase) (\(samples) in \(categories)\(seedPhrase))"
    }

    /// One column of cells with emphasis, marks and counts: a variant each.
    func column(
        _ metric: ReportContent.Metric, category: String? = nil, marks: Bool
    ) -> [Table.Cell] {
        let groups = content.variants.map { variant in
            aggregates.group(variant: variant.id, metric: metric.id, category: category)
        }
        let texts = groups.map { NumberFormat.cell($0?.summary.mean, of: metric) }
        let ranked = Set(ranking.ranked)
        let compared = content.variants.indices.map { index in
            groups[index]?.isComplete == true && ranked.contains(content.variants[index].id)
                ? texts[index] : nil
        }
        let emphasis = Ranking.emphasis(compared, direction: metric.direction)
        let end = rangeEnd(metric, category: category)?.mark ?? ""
        return content.variants.indices.map { index in
            guard let group = groups[index] else { return Table.Cell(NumberFormat.missing) }
            let mark = marks ? Labels.mark(labels.warning(content.variants[index], metric)) : ""
            let count = group.isComplete ? "" : " (n=\(group.summary.count))"
            return Table.Cell(texts[index], emphasis: emphasis[index], suffix: mark + end + count)
        }
    }

    /// The end of the range that all variants are stuck at.
    func rangeEnd(_ metric: ReportContent.Metric, category: String? = nil) -> RangeEnd? {
        let means = content.variants.compactMap {
            aggregates.group(variant: $0.id, metric: metric.id, category: category)?.summary.mean
        }
        return RangeEnd.reached(by: means, range: metric.range)
    }

    /// A metric's title in running text; it leads to the metric's card.
    static func name(_ metric: ReportContent.Metric) -> Span {
        let text = title(metric) + unit(metric)
        return link(metric).map { .link(text, to: $0) } ?? .strong(text)
    }

    /// The column of a metric; its title leads to the metric's card.
    static func heading(_ metric: ReportContent.Metric) -> Table.Column {
        Table.Column(title(metric) + unit(metric), .trailing, link: link(metric))
    }

    /// The warnings of the cells that hold a number.
    func warnings(_ metrics: [ReportContent.Metric], category: String? = nil) -> [ReportContent.WeightClass?]
    {
        metrics.flatMap { metric in
            content.variants
                .filter { aggregates.group(variant: $0.id, metric: metric.id, category: category) != nil }
                .map { labels.warning($0, metric) }
        }
    }

    /// What the emphasis and the marks of range ends mean, and what cells with fewer videos are.
    func legend(_ metrics: [ReportContent.Metric], categories: [String] = []) -> String {
        let partial = metrics.contains { metric in
            content.variants.contains {
                aggregates.group(variant: $0.id, metric: metric.id)?.isComplete == false
            }
        }
        let ranked = ranking.ranked.count > 1 ? " Best in bold, second underlined." : ""
        let ends = metrics.flatMap { metric in
            ([nil] + categories).map { rangeEnd(metric, category: $0) }
        }
        return ranked + (partial ? " (n=…): fewer videos have a value; such means are not ranked." : "")
            + RangeEnd.legend(ends)
    }

    /// Why some of the rows are not ranked with the others; nothing where all are, or where there is but one.
    ///
    /// - Parameter rows: places of the variants that the table shows; nil for all.
    func rankingNote(_ rows: [Int]? = nil) -> [Span] {
        let shown = Set((rows ?? Array(content.variants.indices)).map { content.variants[$0].id })
        let apart = ranking.apart.filter { shown.contains($0.variant) }
        guard shown.count > 1, !apart.isEmpty else { return [] }
        let titles = Dictionary(
            content.variants.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
        let listed = apart.map { "“\(titles[$0.variant] ?? $0.variant)” (\($0.reason))" }
            .joined(separator: "; ")
        let start = ranking.ranked.isEmpty ? "Not ranked: " : "Not ranked with the others: "
        return [.text(start + listed + ". " + Self.rankingRule)]
    }

    /// When rows are ranked.
    static let rankingRule =
        "Rows are ranked and compared only where suite, protocol and kind of weights agree."

    /// The titles in a row, fit to be followed by a full stop.
    static func listed(_ titles: [String]) -> String { titles.map { "“\($0)”" }.joined(separator: ", ") }

    static func title(_ metric: ReportContent.Metric) -> String {
        metric.title + Ranking.arrow(metric.direction)
    }

    /// ` (×100)`, or the unit of a value with one.
    static func unit(_ metric: ReportContent.Metric) -> String {
        let unit = metric.unit == "1" ? "" : metric.unit
        let scale = metric.scale == 1 ? "" : "×\(NumberFormat.exact(metric.scale).droppingZeroFraction)"
        let both = [unit, scale].filter { !$0.isEmpty }.joined(separator: " ")
        return both.isEmpty ? "" : " (\(both))"
    }
}

extension String {
    /// `100.0` → `100`.
    var droppingZeroFraction: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}
