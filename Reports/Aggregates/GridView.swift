import Statistics

/// A grid of FrameInit's settings as motion against consistency.
struct GridView {
    /// One cell of the grid with what was measured.
    struct Entry {
        var variant: ReportContent.Variant
        var point: ReportContent.GridPoint
        /// Unscaled means; not a number where there is none.
        var motion: Double
        var consistency: Double
    }

    var motion: ReportContent.Metric
    var consistency: ReportContent.Metric
    var entries: [Entry]
    /// Places of the entries that no other beats in both, by rising motion.
    var front: [Int]

    /// Metrics that say how much moves, the finest first.
    static let motionMetrics = ["dynamic_degree@flow", "dynamic_degree"]
    /// Metrics that say how well the picture keeps together.
    static let consistencyMetrics = [
        "subject_consistency", "background_consistency", "i2v_subject", "isim_average",
        "motion_smoothness", "temporal_flickering",
    ]

    /// One view for each of the first two consistency metrics with values; none outside of a grid or without motion.
    static func all(_ content: ReportContent, _ aggregates: Aggregates) -> [GridView] {
        let variants = content.variants.filter { $0.gridPoint != nil }
        func scored(_ id: String) -> ReportContent.Metric? {
            content.metrics.first { metric in
                metric.id == id
                    && variants.contains { aggregates.group(variant: $0.id, metric: id) != nil }
            }
        }
        guard variants.count > 1, let motion = motionMetrics.lazy.compactMap(scored).first else { return [] }
        return consistencyMetrics.compactMap(scored).prefix(2).map { consistency in
            let entries = variants.compactMap { variant in
                variant.gridPoint.map { point in
                    Entry(
                        variant: variant, point: point,
                        motion: mean(motion, variant, aggregates),
                        consistency: mean(consistency, variant, aggregates))
                }
            }
            return GridView(
                motion: motion, consistency: consistency, entries: entries,
                front: ParetoFront.places(entries.map { ($0.motion, $0.consistency) }))
        }
    }

    private static func mean(
        _ metric: ReportContent.Metric, _ variant: ReportContent.Variant, _ aggregates: Aggregates
    ) -> Double {
        aggregates.group(variant: variant.id, metric: metric.id)?.summary.mean ?? .nan
    }
}
