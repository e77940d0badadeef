import Tensor

/// How well the video as a whole fits the prompt: cosine of ViCLIP video and text features.
///
/// Eight frames spread over the video; prompts beyond 32 ids are cut.
/// Range: -1…1, higher is better; trained models reach 0.15 to 0.30.
/// Source: VBench, overall_consistency.
public struct OverallConsistency: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "overall_consistency", version: 1, title: "Overall consistency", range: -1...1,
        direction: .higher, inputs: [.prompt], features: [.viclipVideo8, .viclipText32],
        source: "I2V-Bench (arXiv 2402.04324, appendix C); VBench overall_consistency")

    /// - Throws: `MetricError.missingInput` without a prompt.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(1, framesOf: clip)
        let text = try clip.prompt(.viclipText32)
        return VideoScore(value: Cosine.of(try clip.frames(.viclipVideo8), 0, text, 0))
    }
}
