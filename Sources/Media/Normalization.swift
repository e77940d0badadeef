import Tensor

/// `(x / 255 - mean) / std` per channel, the step from bytes to network inputs.
public struct Normalization: Sendable, Hashable {
    public let mean: [Float]
    public let standardDeviation: [Float]

    /// OpenAI's CLIP.
    public static let clip = Normalization(
        mean: [0.48145466, 0.4578275, 0.40821073], standardDeviation: [0.26862954, 0.26130258, 0.27577711])
    /// ImageNet classifiers and DINO.
    public static let imageNet = Normalization(
        mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225])
    /// Only the division by 255.
    public static let none = Normalization(mean: [0, 0, 0], standardDeviation: [1, 1, 1])

    /// Shapes: `[…, 3]`, values 0…255, to the same shape.
    public func callAsFunction(_ frames: Tensor) -> Tensor {
        precondition(frames.shape.last == 3, "frames of shape \(frames.shape)")
        let result = Tensor(frames.shape)
        let (source, target) = (Samples(frames.pointer), Samples(result.pointer))
        let (mean, deviation) = (mean, standardDeviation)
        Parallel.ranges(frames.count / 3, grain: 1 << 12) { pixels in
            for pixel in pixels {
                for channel in 0..<3 {
                    let value = source.base[pixel * 3 + channel] / 255
                    target.base[pixel * 3 + channel] = (value - mean[channel]) / deviation[channel]
                }
            }
        }
        return withExtendedLifetime(frames) { result }
    }
}
