import Tensor

/// How well the video keeps the subject of its input image.
///
/// With DINO features f_i of the frames and g of the image: `0.4 max_i [c(f_i, g)]+ + 0.3 mean_{i≥1} [c(f_i, f_{i-1})]+
/// + 0.3 min_{i≥1} [c(f_i, f_{i-1})]+`.
/// Range: 0…1, higher is better.
/// Source: VBench-I2V, i2v_subject.
/// Differs: frames are resized with antialiasing, as current torchvision does by default.
public struct I2VSubject: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "i2v_subject", version: 1, title: "Video-image subject consistency", range: 0...1,
        direction: .higher, inputs: [.firstFrame], features: [.dinoI2VFrame], imageFeatures: [.dinoI2VImage],
        source: "VBench-I2V i2v_subject")

    /// Parts: `cos_image` of every frame with the image, `cos_previous` of frames 1… with the frame before.
    /// - Throws: `MetricError.missingInput` without an input image, `tooFewFrames` for a single frame.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(2, framesOf: clip)
        let image = try clip.firstFrame(.dinoI2VImage)
        let frames = try clip.frames(.dinoI2VFrame)
        let withImage = (0..<frames.rows).map { Cosine.of(frames, $0, image, 0) }
        let previous = (1..<frames.rows).map { Cosine.of(frames, $0, frames, $0 - 1) }
        let steps = previous.map { $0 < 0 ? 0 : $0 }
        let best = withImage.map { $0 < 0 ? 0 : $0 }.max() ?? 0
        let mean = steps.reduce(0, +) / Double(steps.count)
        return VideoScore(
            value: 0.4 * best + 0.3 * mean + 0.3 * (steps.min() ?? 0),
            parts: ["cos_image": withImage, "cos_previous": previous])
    }
}
