import Tensor

/// Whether the scene stays the same: likeness of CLIP image features between frames.
///
/// Mean over i = 1…F-1 of `(max(0, c(f_i, f_{i-1})) + max(0, c(f_i, f_0))) / 2`.
/// Range: 0…1, higher is better.
/// Source: VBench, background_consistency.
/// Differs: Float32 throughout; published values were made in half precision on a GPU (up to 2e-4 for a clip).
public struct BackgroundConsistency: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "background_consistency", version: 1, title: "Background consistency", range: 0...1,
        direction: .higher, features: [.clipVBenchFloat],
        source: "I2V-Bench (arXiv 2402.04324, appendix C); VBench background_consistency",
        terms: "cos_previous")

    /// Parts: `cos_previous` and `cos_first`, for frames 1…F-1.
    /// - Throws: `MetricError.tooFewFrames` for a single frame.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(2, framesOf: clip)
        return FrameConsistency(try clip.frames(.clipVBenchFloat)).score
    }
}
