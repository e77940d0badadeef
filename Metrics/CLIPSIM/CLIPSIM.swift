import Tensor

/// How well the frames fit the prompt: cosine of CLIP image and text features.
///
/// Mean over frames of `c(f_i, t)`, frames through the CLIP package's preprocessing, the prompt cut to 77 ids.
/// Range: -1…1, higher is better; real videos and their captions have about 0.3.
/// Source: CLIPSIM as in Wu et al. 2021 (GODIVA, arXiv 2104.14806), ViT-B/32.
public struct CLIPSIM: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "clipsim", version: 1, title: "CLIPSIM", range: -1...1, direction: .higher, inputs: [.prompt],
        features: [.clipOpenAIPIL, .clipText77], source: "GODIVA (arXiv 2104.14806); CLIP ViT-B/32")

    /// Parts: `similarity`, for every frame.
    /// - Throws: `MetricError.missingInput` without a prompt.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(1, framesOf: clip)
        let text = try clip.prompt(.clipText77)
        let frames = try clip.frames(.clipOpenAIPIL)
        let similarity = (0..<frames.rows).map { Cosine.of(frames, $0, text, 0) }
        return VideoScore(
            value: similarity.reduce(0, +) / Double(similarity.count), parts: ["similarity": similarity])
    }
}
