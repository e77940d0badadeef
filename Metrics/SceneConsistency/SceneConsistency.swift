import Networks
import Tensor

/// In how many frames the caption names the labelled scene.
///
/// A frame succeeds when every space-separated word of the label is a substring of its Tag2Text caption
/// (case-sensitive); the value is successes / 16 frames spread over the video. In the form `vbench` frame i has the
/// caption of frame ⌊i / 3⌋, as in the reference, whose beams attend to the wrong frames; in the form `corrected`
/// every frame has its own.
/// Range: 0…1, higher is better.
/// Source: VBench, scene, with the versions of transformers and decord it pins.
public struct SceneConsistency: PerVideoMetric {
    public let form: SceneCaptions
    public let descriptor: MetricDescriptor

    public init(_ form: SceneCaptions) {
        self.form = form
        descriptor = MetricDescriptor(
            id: "scene_consistency@\(form.rawValue)", version: 2,
            title: form == .vbench ? "Scene consistency" : "Scene consistency, corrected", range: 0...1,
            direction: .higher, inputs: [.sceneLabel], features: [.tag2textCaptions],
            source: "I2V-Bench (arXiv 2402.04324, appendix C); VBench scene", isRate: true,
            terms: "success")
    }

    /// Parts: `success`, 0 or 1 for every frame.
    /// - Throws: `MetricError.missingInput` without a label.
    public func score(_ clip: any ClipFeatures) throws -> VideoScore {
        guard let scene = clip.labels.scene, !scene.isEmpty else {
            throw MetricError.missingInput(sample: clip.sampleID, input: .sceneLabel)
        }
        let captions = FeatureText.decode(try clip.frames(.tag2textCaptions))
        let success = form.sourceFrames(count: captions.count).map {
            SceneCaptions.succeeds(captions[$0], scene: scene) ? 1.0 : 0.0
        }
        return VideoScore(
            value: success.reduce(0, +) / Double(success.count), parts: ["success": success])
    }
}
