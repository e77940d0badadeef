import Tensor

/// Temporal flickering of the clips that hold still, VBench's own protocol.
///
/// A clip is static unless more than n = round_even(2 F / 16) of its neighbouring pairs have a flow statistic (mean
/// of the largest 2 % of the magnitudes) above t = 3 min(H, W) / 256, or the flow from first to last frame or back
/// exceeds 2 n t. Clips that are not are left out; the others have the value of `temporal_flickering`.
/// Range: 0…1, higher is better.
/// Source: VBench, static_filter and temporal_flickering.
public struct StaticTemporalFlickering: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "temporal_flickering@static", version: 1, title: "Temporal flickering, static clips",
        range: 0...1, direction: .higher, features: [.pairMAE, .raftStatic],
        source: "VBench temporal_flickering with static_filter")

    /// - Parameter statistics: of all neighbouring pairs, then first to last, then last to first.
    static func isStatic(_ statistics: [Double], frames: Int, width: Int, height: Int) -> Bool {
        let threshold = 3 * Double(min(width, height)) / 256
        let allowed = Int((2 * Double(frames) / 16).rounded(.toNearestOrEven))
        let moving = statistics.dropLast(2).count { $0 > threshold }
        let far = statistics.suffix(2).contains { $0 > 2 * Double(allowed) * threshold }
        return moving <= allowed && !far
    }

    /// Parts: `pair_mae` in bytes, `top2` in pixels.
    /// - Throws: `MetricError.leftOut` for a clip that moves.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(2, framesOf: clip)
        let statistics = try clip.frames(.raftStatic).values.map(Double.init)
        let outline = clip.outline
        guard
            Self.isStatic(
                statistics, frames: clip.frameCount, width: outline.width, height: outline.height)
        else {
            throw MetricError.leftOut(
                metric: descriptor.id, reason: "it moves, and only static clips count")
        }
        var score = try TemporalFlickering().score(clip)
        score.parts["top2"] = statistics
        return score
    }
}
