import Tensor

/// How well every second frame can be told from its neighbours.
///
/// `(255 - mean MAE(frame_{2k+1}, AMT(frame_{2k}, frame_{2k+2}))) / 255`, MAE in bytes over all channels of the
/// truncated interpolation.
/// Range: 0…1, higher is better.
/// Source: VBench, motion_smoothness.
/// Differs: exact sums; the scale is always 1 (the reference shrinks large clips on small GPUs).
public struct MotionSmoothness: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "motion_smoothness", version: 1, title: "Motion smoothness", range: 0...1, direction: .higher,
        features: [.amtMidpoints],
        source: "I2V-Bench (arXiv 2402.04324, appendix C); VBench motion_smoothness")

    /// Parts: `pair_mae`, one for each interpolated frame, in bytes.
    /// - Throws: `MetricError.tooFewFrames` for fewer than three frames.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(3, framesOf: clip)
        let errors = try clip.frames(.amtMidpoints).values.map(Double.init)
        let mean = errors.reduce(0, +) / Double(errors.count)
        return VideoScore(value: (255 - mean) / 255, parts: ["pair_mae": errors])
    }
}
