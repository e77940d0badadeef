import Statistics

/// How two metrics agree about single videos.
public struct MetricCorrelation: Sendable, Codable, Equatable {
    /// Ids of the metrics, in the order of the report.
    public var metric: String
    public var other: String
    /// Of the values less their variant's mean, so that good variants being good in everything does not count; nil where
    /// one of them does not vary.
    public var pearson: Double?
    /// The same of ranks.
    public var spearman: Double?
    /// Videos with both values.
    public var videos: Int

    /// Fewest videos that a correlation is computed from.
    public static let fewestVideos = 4

    /// Every pair of metrics that have values for enough common videos, of the rows that may be pooled.
    public static func all(in content: ReportContent) -> [MetricCorrelation] {
        let pooled = Set(content.rankedRows.pooled)
        let scores = content.scores.filter { pooled.contains($0.video.variant) }
        let metrics = content.metrics.map(\.id)
        var places: [ReportContent.VideoKey: Int] = [:]
        let videos = Set(scores.map(\.video)).sorted(by: precedes)
        for (place, video) in videos.enumerated() { places[video] = place }
        var columns = [String: [Double?]]()
        for score in scores {
            guard let value = score.value, let place = places[score.video] else { continue }
            columns[score.metric, default: Array(repeating: nil, count: videos.count)][place] = value
        }
        return metrics.indices.flatMap { first in
            metrics.indices.dropFirst(first + 1).compactMap { second in
                guard let one = columns[metrics[first]], let other = columns[metrics[second]] else {
                    return nil
                }
                return correlation(metrics[first], one, metrics[second], other, videos)
            }
        }
    }

    private static func precedes(_ one: ReportContent.VideoKey, _ other: ReportContent.VideoKey) -> Bool {
        (one.variant, one.sample, one.category, one.seed ?? 0)
            < (other.variant, other.sample, other.category, other.seed ?? 0)
    }

    private static func correlation(
        _ metric: String, _ one: [Double?], _ otherMetric: String, _ other: [Double?],
        _ videos: [ReportContent.VideoKey]
    ) -> MetricCorrelation? {
        let both = videos.indices.filter { one[$0] != nil && other[$0] != nil }
        guard both.count >= fewestVideos else { return nil }
        let names = both.map { videos[$0].variant }
        let first = centred(both.map { one[$0] ?? 0 }, by: names)
        let second = centred(both.map { other[$0] ?? 0 }, by: names)
        return MetricCorrelation(
            metric: metric, other: otherMetric, pearson: Correlation.pearson(first, second),
            spearman: Correlation.spearman(first, second), videos: both.count)
    }

    /// The values less the mean of their group. What is left of a group of equal values is exactly nothing.
    private static func centred(_ values: [Double], by names: [String]) -> [Double] {
        let groups = Dictionary(grouping: values.indices) { names[$0] }.mapValues { places in
            let members = places.map { values[$0] }
            let isConstant = members.allSatisfy { $0 == members[0] }
            return isConstant ? members[0] : members.reduce(0, +) / Double(members.count)
        }
        return values.indices.map { values[$0] - (groups[names[$0]] ?? 0) }
    }
}
