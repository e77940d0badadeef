import Tensor

/// Whether the subject stays the same: likeness of DINO features between frames.
///
/// Mean over i = 1…F-1 of `(max(0, c(f_i, f_{i-1})) + max(0, c(f_i, f_0))) / 2`.
/// Range: 0…1, higher is better.
/// Source: VBench, subject_consistency.
public struct SubjectConsistency: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "subject_consistency", version: 1, title: "Subject consistency", range: 0...1, direction: .higher,
        features: [.dinoFloat],
        source: "I2V-Bench (arXiv 2402.04324, appendix C); VBench subject_consistency",
        terms: "cos_previous")

    /// Parts: `cos_previous` and `cos_first`, for frames 1…F-1.
    /// - Throws: `MetricError.tooFewFrames` for a single frame.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(2, framesOf: clip)
        return FrameConsistency(try clip.frames(.dinoFloat)).score
    }
}
