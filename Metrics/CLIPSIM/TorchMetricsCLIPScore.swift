import Statistics
import Tensor

/// CLIPSIM as TorchMetrics counts it: one mean over all frames of all videos, never below zero.
///
/// `max(0, Σ c(f, t) / frames)`, frames and prompts as in `clipsim`. The tool prints it × 100, the paper as it is, and so do we.
/// Range: 0 … 1, higher is better.
/// Source: TorchMetrics `CLIPScore` with ViT-B/32, as the ConsistI2V paper used it.
/// Differs: prompts beyond 77 ids keep their end id.
public struct TorchMetricsCLIPScore: SetMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "clipsim@torchmetrics", version: 1, title: "CLIPSIM (TorchMetrics)", range: 0...1,
        direction: .higher, inputs: [.prompt], features: [.clipOpenAIPIL, .clipText77],
        source: "TorchMetrics CLIPScore, used by ConsistI2V (arXiv 2402.04324, appendix B)", displayScale: 1,
        decimals: 4)

    public func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        var sums: [(cosines: Double, frames: Int)] = []
        for video in 0..<set.count {
            let (frames, text) = (
                try set.features(.clipOpenAIPIL, of: video), try set.prompt(.clipText77, of: video)
            )
            let cosines = (0..<frames.rows).reduce(0.0) { $0 + Cosine.of(frames, $1, text, 0) }
            sums.append((cosines, frames.rows))
        }
        let all = sums
        @Sendable func score(of videos: [Int]) -> Double {
            let frames = videos.reduce(0) { $0 + all[$1].frames }
            return max(0, videos.reduce(0) { $0 + all[$1].cosines } / Double(max(1, frames)))
        }
        guard !sums.isEmpty else {
            throw StatisticsError.tooFewVectors(
                set: set.name, purpose: descriptor.title, needed: 1, found: 0)
        }
        var value = SetValue(
            value: score(of: Array(sums.indices)), videos: set.count,
            vectors: sums.reduce(0) { $0 + $1.frames })
        value.trust(
            try ifLargeEnough {
                try BlockJackknife().estimate(
                    set: set.name, units: set.count, value: value.value, of: score(of:))
            })
        value.extrapolate(
            try ifLargeEnough {
                try SizeExtrapolation().curve(set: set.name, units: set.count, of: score(of:))
            })
        return value
    }
}
