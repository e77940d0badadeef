/// The scores of two variants in one metric, video by video.
struct PairedScores {
    /// Of one source sample: the variant's value and the baseline's, for each pair.
    struct Cluster {
        var category: String
        var pairs: [(value: Double, baseline: Double)]

        var differences: [Double] { pairs.map { $0.value - $0.baseline } }
    }

    /// By sample, in the order of their names.
    let clusters: [Cluster]

    private struct Place: Hashable {
        var sample: String
        var category: String
        var seed: UInt64?

        init(_ video: ReportContent.VideoKey, seed: UInt64?) {
            (sample, category, self.seed) = (video.sample, video.category, seed)
        }
    }

    /// Videos of one sample belong together where their seeds agree. A video without a seed, which came finished, is
    /// held against every seed of the other side.
    init(_ scores: [ReportContent.Score], _ others: [ReportContent.Score]) {
        let baseline = Dictionary(
            others.map { (Place($0.video, seed: $0.video.seed), $0.value ?? 0) },
            uniquingKeysWith: { first, _ in first })
        let seeds = Set(others.compactMap(\.video.seed)).sorted()
        let sorted = scores.sorted {
            ($0.video.sample, $0.video.category, $0.video.seed ?? 0)
                < ($1.video.sample, $1.video.category, $1.video.seed ?? 0)
        }
        var clusters: [Cluster] = []
        var last: String?
        for score in sorted {
            let video = score.video
            let candidates: [UInt64?] =
                video.seed == nil ? [nil] + seeds.map(Optional.some) : [video.seed, nil]
            // A seed of its own goes before a video without one.
            let own = candidates.first.flatMap { baseline[Place(video, seed: $0)] }
            let found =
                own.map { [$0] } ?? candidates.dropFirst().compactMap { baseline[Place(video, seed: $0)] }
            guard !found.isEmpty else { continue }
            if video.sample != last { clusters.append(Cluster(category: video.category, pairs: [])) }
            clusters[clusters.count - 1].pairs += found.map { (score.value ?? 0, $0) }
            last = video.sample
        }
        self.clusters = clusters
    }

    var differences: [[Double]] { clusters.map(\.differences) }
}
