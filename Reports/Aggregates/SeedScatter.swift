import Statistics

/// What the scatter of a metric over the videos of a variant is owed to: samples, or seeds.
public struct SeedScatter: Sendable, Codable, Equatable {
    /// Id of the variant.
    public var variant: String
    /// Id of the metric.
    public var metric: String
    public var seeds: Int
    public var split: VarianceSplit

    /// For every variant with several seeds and every metric of single videos.
    public static func all(in content: ReportContent) -> [SeedScatter] {
        let variants = content.variants.filter { $0.seeds.count > 1 }
        guard !variants.isEmpty else { return [] }
        let scores = Dictionary(grouping: content.scores.filter { $0.value != nil }, by: \.metric)
        return content.metrics.flatMap { metric in
            variants.compactMap { variant in
                let own = (scores[metric.id] ?? []).filter { $0.video.variant == variant.id }
                    .sorted { ($0.video.sample, $0.video.seed ?? 0) < ($1.video.sample, $1.video.seed ?? 0) }
                let samples = Dictionary(grouping: own, by: \.video.sample)
                    .sorted { $0.key < $1.key }.map { $0.value.compactMap(\.value) }
                return VarianceSplit(samples).map {
                    SeedScatter(variant: variant.id, metric: metric.id, seeds: variant.seeds.count, split: $0)
                }
            }
        }
    }
}
