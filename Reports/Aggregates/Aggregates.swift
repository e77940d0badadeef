import Statistics

/// Every mean of a report, derived from the scores of single videos. The order of the scores does not matter.
public struct Aggregates: Sendable {
    /// Variant by variant, metric by metric: all videos first, then the categories in the suite's order. Groups
    /// without a value are absent.
    public let all: [Aggregate]
    private let places: [Place: Aggregate]
    private let scores: [Column: [ReportContent.Score]]
    private let bootstrap: ClusterBootstrap

    private struct Place: Hashable {
        var variant: String
        var metric: String
        var category: String?
    }

    private struct Column: Hashable {
        var variant: String
        var metric: String
    }

    /// - Parameter bootstrap: makes the intervals; its seed is used afresh for every mean, so that a mean's
    ///   interval does not depend on which other means there are.
    public init(_ content: ReportContent, bootstrap: ClusterBootstrap = ClusterBootstrap()) {
        var columns: [Column: [ReportContent.Score]] = [:]
        for score in content.scores where score.value != nil {
            columns[Column(variant: score.video.variant, metric: score.metric), default: []].append(score)
        }
        for column in columns.keys { columns[column]?.sort { Self.precedes($0.video, $1.video) } }
        var found: [Aggregate] = []
        for variant in content.variants {
            for metric in content.metrics {
                let scores = columns[Column(variant: variant.id, metric: metric.id)] ?? []
                found += Self.groups(of: scores, variant, metric, content.suite, bootstrap)
                found += content.setValues
                    .filter { $0.variant == variant.id && $0.metric == metric.id }
                    .compactMap { Self.aggregate(of: $0, variant, content.suite) }
            }
        }
        all = found
        places = Dictionary(
            found.map { (Place(variant: $0.variant, metric: $0.metric, category: $0.category), $0) },
            uniquingKeysWith: { first, _ in first })
        scores = columns
        self.bootstrap = bootstrap
    }

    /// The interval of a mean over the videos of one category, or of all (nil). It is computed when asked for: most
    /// reports print intervals of means over all videos alone.
    public func interval(variant: String, metric: ReportContent.Metric, category: String?) -> Interval? {
        guard let category else { return group(variant: variant, metric: metric.id)?.interval }
        let members = scores[Column(variant: variant, metric: metric.id)] ?? []
        return Self.interval(
            metric, Self.clusters(of: members.filter { $0.video.category == category }), bootstrap)
    }

    /// The group of that variant, metric and category (nil: all videos), if it has a value.
    public func group(variant: String, metric: String, category: String? = nil) -> Aggregate? {
        places[Place(variant: variant, metric: metric, category: category)]
    }

    /// A set's value as a group of its own.
    private static func aggregate(
        of value: ReportContent.SetValue, _ variant: ReportContent.Variant, _ suite: ReportContent.Suite
    ) -> Aggregate? {
        guard var summary = Summary([value.value]) else { return nil }
        summary.count = value.videos
        return Aggregate(
            variant: variant.id, metric: value.metric, category: nil,
            expectedVideos: suite.samples * max(1, variant.seeds.count), samples: suite.samples,
            summary: summary, interval: nil)
    }

    private static func precedes(_ one: ReportContent.VideoKey, _ other: ReportContent.VideoKey) -> Bool {
        (one.sample, one.category, one.seed ?? 0) < (other.sample, other.category, other.seed ?? 0)
    }

    /// All videos, then each category that has values.
    private static func groups(
        of scores: [ReportContent.Score], _ variant: ReportContent.Variant, _ metric: ReportContent.Metric,
        _ suite: ReportContent.Suite, _ bootstrap: ClusterBootstrap
    ) -> [Aggregate] {
        let repeats = max(1, variant.seeds.count)
        func aggregate(_ category: String?, _ members: [ReportContent.Score], samples: Int) -> Aggregate? {
            guard let summary = Summary(members.compactMap(\.value)) else { return nil }
            let clusters = clusters(of: members)
            return Aggregate(
                variant: variant.id, metric: metric.id, category: category,
                expectedVideos: samples * repeats, samples: clusters.count, summary: summary,
                interval: category == nil ? interval(metric, clusters, bootstrap) : nil,
                termWeightedMean: termWeightedMean(members))
        }
        let categories = suite.categories.map { category in
            aggregate(
                category.name, scores.filter { $0.video.category == category.name },
                samples: category.samples)
        }
        return ([aggregate(nil, scores, samples: suite.samples)] + categories).compactMap { $0 }
    }

    private static func interval(
        _ metric: ReportContent.Metric, _ clusters: [[ReportContent.Score]], _ bootstrap: ClusterBootstrap
    ) -> Interval? {
        guard metric.isRate == true else {
            return bootstrap.interval(ofMean: clusters.map { $0.compactMap(\.value) })
        }
        let counts = clusters.map { scores in
            scores.reduce(into: (successes: 0, trials: 0)) { count, score in
                let trials = score.terms ?? 1
                count.successes += Int(((score.value ?? 0) * Double(trials)).rounded())
                count.trials += trials
            }
        }
        guard counts.contains(where: { $0.trials > 1 }) else {
            return Wilson.interval(
                successes: counts.reduce(0) { $0 + $1.successes }, trials: counts.count,
                level: bootstrap.level)
        }
        return Wilson.interval(ofClusters: counts, level: bootstrap.level)
    }

    /// nil where all videos have as many terms: then it is the mean over videos.
    private static func termWeightedMean(_ scores: [ReportContent.Score]) -> Double? {
        let terms = scores.compactMap(\.terms)
        guard terms.count == scores.count, Set(terms).count > 1 else { return nil }
        let sum = scores.reduce(0.0) { $0 + ($1.value ?? 0) * Double($1.terms ?? 0) }
        return sum / Double(terms.reduce(0, +))
    }

    /// Neighbouring scores with the same sample belong together; the scores come sorted by sample.
    private static func clusters(of scores: [ReportContent.Score]) -> [[ReportContent.Score]] {
        var clusters: [[ReportContent.Score]] = []
        for score in scores where score.value != nil {
            if clusters.last?.last?.video.sample == score.video.sample {
                clusters[clusters.count - 1].append(score)
            } else {
                clusters.append([score])
            }
        }
        return clusters
    }
}
