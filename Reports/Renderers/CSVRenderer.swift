/// `scores.csv`: one row for each video, metric, seed and variant, as RFC 4180 asks (CRLF, quoted where needed).
public struct CSVRenderer: Sendable {
    public let fileName = "scores.csv"

    public init() {}

    static let columns = [
        "suite", "suite_version", "variant", "sample", "category", "seed", "metric", "metric_version",
        "status", "value", "unit", "generator_weights", "metric_weights", "reason",
    ]

    /// Rows in the order of the report's variants and metrics, then by sample and seed.
    public func render(_ content: ReportContent) -> String {
        let variants = Dictionary(
            content.variants.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let metrics = Dictionary(
            content.metrics.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        func place(_ score: ReportContent.Score) -> (Int, Int, String, UInt64, String) {
            (
                variants[score.video.variant] ?? 0, metrics[score.metric] ?? 0, score.video.sample,
                score.video.seed ?? 0, score.video.category
            )
        }
        let rows = content.scores.sorted { place($0) < place($1) }.map { score in
            row(
                score, content.suite, content.variants[variants[score.video.variant] ?? 0],
                content.metrics[metrics[score.metric] ?? 0])
        }
        return ([Self.columns] + rows).map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
    }

    private func row(
        _ score: ReportContent.Score, _ suite: ReportContent.Suite, _ variant: ReportContent.Variant,
        _ metric: ReportContent.Metric
    ) -> [String] {
        [
            suite.id, suite.version, score.video.variant, score.video.sample, score.video.category,
            score.video.seed.map { "\($0)" } ?? "", score.metric, "\(metric.version)",
            score.status.rawValue, score.value.map(NumberFormat.exact) ?? "", metric.unit,
            variant.weights?.rawValue ?? "", metric.weights?.rawValue ?? "", score.reason ?? "",
        ]
    }

    static func field(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
        guard needsQuotes || text.hasPrefix(" ") || text.hasSuffix(" ") else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
