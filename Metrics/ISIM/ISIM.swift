import Tensor

/// How much of the input image is in the video: cosine of CLIP features of every frame and the image.
///
/// With `s_i = c(f_i, g)`: `isim_first` = s_0, `isim_average` = mean of all s_i (frame 0 included),
/// `isim_decay` = (s_0 - s_{F-1}) / (F - 1), the mean loss from one frame to the next.
/// Range: -1…1, higher is better; the decay -2…2, near 0 for a video that stays with its image, positive when it
/// leaves it (real videos do: neither direction is better by itself).
/// Source: ISIM as used by implicit semi-auto-regressive ("look-back") image-to-video diffusion.
/// Differs: the paper names neither encoder nor preprocessing nor the decay's formula; see the card.
public struct ISIM: PerVideoMetric {
    /// Which number of the curve is the value.
    public enum Summary: String, Sendable, CaseIterable {
        case first, average, decay
    }

    public let summary: Summary
    public let descriptor: MetricDescriptor

    public init(_ summary: Summary) {
        self.summary = summary
        let isDecay = summary == .decay
        descriptor = MetricDescriptor(
            id: "isim_\(summary.rawValue)", version: 1, title: Self.title(summary),
            unit: isDecay ? "1/frame" : "1",
            range: isDecay ? -2...2 : -1...1, direction: isDecay ? .neither : .higher, inputs: [.firstFrame],
            features: [.clipOpenAIPIL], imageFeatures: [.clipOpenAIPIL],
            source: "Implicit semi-auto-regressive image-to-video diffusion, table 1; CLIP ViT-B/32",
            displayScale: 1, decimals: isDecay ? 4 : 3)
    }

    /// Parts: `similarity`, for every frame; the decay adds `slope`, the negative slope of the least-squares line.
    /// - Throws: `MetricError.missingInput` without an input image, `tooFewFrames` for the decay of a single frame.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        try require(summary == .decay ? 2 : 1, framesOf: clip)
        let image = try clip.firstFrame(.clipOpenAIPIL)
        let frames = try clip.frames(.clipOpenAIPIL)
        let curve = (0..<frames.rows).map { Cosine.of(frames, $0, image, 0) }
        switch summary {
        case .first: return VideoScore(value: curve[0], parts: ["similarity": curve])
        case .average: return VideoScore(value: Self.mean(curve), parts: ["similarity": curve])
        case .decay:
            let loss = (curve[0] - curve[curve.count - 1]) / Double(curve.count - 1)
            return VideoScore(value: loss, parts: ["similarity": curve, "slope": [-Self.slope(curve)]])
        }
    }

    private static func title(_ summary: Summary) -> String {
        switch summary {
        case .first: "ISIM, first frame"
        case .average: "ISIM, average"
        case .decay: "ISIM decay"
        }
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// Slope of the least-squares line through (i, values[i]).
    private static func slope(_ values: [Double]) -> Double {
        let (middle, level) = (Double(values.count - 1) / 2, mean(values))
        var (products, squares) = (0.0, 0.0)
        for (index, value) in values.enumerated() {
            let distance = Double(index) - middle
            products += distance * (value - level)
            squares += distance * distance
        }
        return products / squares
    }
}
