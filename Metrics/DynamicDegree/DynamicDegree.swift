import Tensor

/// Whether a video moves, and how much.
///
/// Frames are thinned to about 8 a second: every k-th, k = max(1, round_even(fps / 8)). Each neighbouring pair has
/// the mean of the largest 5 % of its flow magnitudes. `dynamic_degree` is 1 when at least
/// n = round_even(4 N / 16) of the pairs exceed 6 min(H, W) / 256 pixels, N the number of thinned frames;
/// `dynamic_degree@flow` is the mean of those statistics over the pairs, in pixels.
/// Range: 0 or 1, and 0…∞; moving more is neither better nor worse by itself.
/// Source: VBench, dynamic_degree; the published values of I2V-Bench are the binary ones.
public struct DynamicDegree: PerVideoMetric {
    /// Which number is the value.
    public enum Form: Sendable { case binary, flow }

    public let form: Form
    public let descriptor: MetricDescriptor

    public init(_ form: Form) {
        self.form = form
        let isBinary = form == .binary
        descriptor = MetricDescriptor(
            id: isBinary ? "dynamic_degree" : "dynamic_degree@flow", version: 1,
            title: isBinary ? "Dynamic degree" : "Flow magnitude", unit: isBinary ? "1" : "px",
            range: 0...(isBinary ? 1 : 100_000), direction: isBinary ? .higher : .neither,
            features: [.raftFlow8], source: "I2V-Bench (arXiv 2402.04324, appendix C); VBench dynamic_degree",
            displayScale: isBinary ? 100 : 1, isRate: isBinary)
    }

    /// Frames between two that are compared.
    public static func interval(framesPerSecond: Double) -> Int {
        max(1, Int((framesPerSecond / 8).rounded(.toNearestOrEven)))
    }

    /// Pairs that have to move: n of N thinned frames.
    public static func requiredPairs(frames: Int) -> Int {
        Int((4 * Double(frames) / 16).rounded(.toNearestOrEven))
    }

    /// Pixels that a pair has to exceed.
    public static func threshold(width: Int, height: Int) -> Double { 6 * Double(min(width, height)) / 256 }

    /// Whether a clip with these statistics moves.
    static func isMoving(_ statistics: [Double], threshold: Double) -> Bool {
        let required = requiredPairs(frames: statistics.count + 1)
        return !statistics.isEmpty && statistics.count { $0 > threshold } >= required
    }

    /// Parts: `top5` and `mean_magnitude` for every pair, in pixels.
    /// - Throws: `MetricError.tooFewFrames` for clips that have no pair of thinned frames.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        let outline = clip.outline
        try require(Self.interval(framesPerSecond: outline.framesPerSecond) + 1, framesOf: clip)
        let rows = try clip.frames(.raftFlow8)
        let top = (0..<rows.rows).map { Double(rows.pointer[2 * $0]) }
        let mean = (0..<rows.rows).map { Double(rows.pointer[2 * $0 + 1]) }
        let threshold = Self.threshold(width: outline.width, height: outline.height)
        let isMoving = Self.isMoving(top, threshold: threshold)
        let value = form == .binary ? (isMoving ? 1 : 0) : top.reduce(0, +) / Double(top.count)
        return withExtendedLifetime(rows) {
            VideoScore(value: value, parts: ["top5": top, "mean_magnitude": mean])
        }
    }
}
