import Networks
import Tensor

/// In how many frames the labelled object is found.
///
/// A frame succeeds when every label of the sample, in lower case, is letter by letter the description of something
/// that GRiT finds in it; the value is successes / 16 frames spread over the video.
/// Range: 0…1, higher is better.
/// Source: VBench, object_class, as I2V-Bench counts it (frames, not videos).
/// Differs: the reference compares labels as they are written; GRiT's words are lower-case, so one with a capital
/// letter could never be found.
public struct ObjectConsistency: PerVideoMetric {
    public init() {}

    public let descriptor = MetricDescriptor(
        id: "object_consistency", version: 2, title: "Object consistency", range: 0...1, direction: .higher,
        inputs: [.objectLabel], features: [.gritObjects],
        source: "I2V-Bench (arXiv 2402.04324, appendix C); VBench object_class", isRate: true,
        terms: "success")

    /// Parts: `success`, 0 or 1 for every frame.
    /// - Throws: `MetricError.missingInput` without a label.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        let objects = clip.labels.objects.map { $0.lowercased() }
        guard !objects.isEmpty else {
            throw MetricError.missingInput(sample: clip.sampleID, input: .objectLabel)
        }
        let success = FeatureText.decode(try clip.frames(.gritObjects)).map { line in
            let found = line.split(separator: "\n").map(String.init)
            let succeeds = objects.allSatisfy { ObjectClassRule.successes(of: $0, frames: [found]) == 1 }
            return succeeds ? 1.0 : 0.0
        }
        return VideoScore(
            value: success.reduce(0, +) / Double(success.count), parts: ["success": success])
    }
}
