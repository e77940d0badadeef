import Tensor

/// How little neighbouring frames differ in brightness and colour.
///
/// `(255 - mean_i MAE(frame_i, frame_{i+1})) / 255` over all neighbouring frames at native size, MAE in bytes.
/// Range: 0…1, higher is better; a still video has 1.
/// Source: VBench, temporal_flickering.
/// Differs: no static-clip filter, as in I2V-Bench; exact sums instead of Float32.
public struct TemporalFlickering: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "temporal_flickering", version: 1, title: "Temporal flickering", range: 0...1, direction: .higher,
        features: [.pairMAE], source: "I2V-Bench (arXiv 2402.04324, appendix C); VBench temporal_flickering")

    /// Parts: `pair_mae`, one for each pair of neighbours, in bytes.
    /// - Throws: `MetricError.tooFewFrames` for a single frame.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(2, framesOf: clip)
        let errors = try clip.frames(.pairMAE).values.map(Double.init)
        let mean = errors.reduce(0, +) / Double(errors.count)
        return VideoScore(value: (255 - mean) / 255, parts: ["pair_mae": errors])
    }
}
