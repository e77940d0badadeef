// The features that the metrics of this module read.
extension FeatureKey {
    /// Mean absolute byte difference of neighbouring frames at native size, `[F - 1, 1]`.
    public static let pairMAE = FeatureKey(extractor: "pixels", preprocessing: "pair_mae")
    /// CLIP image features of unclamped float frames, as VBench prepares them, `[F, D]`.
    public static let clipVBenchFloat = FeatureKey(extractor: "clip_vit_b32", preprocessing: "vbench_float")
    /// CLIP image features of frames as the CLIP package prepares them, `[F, D]`.
    public static let clipOpenAIPIL = FeatureKey(extractor: "clip_vit_b32", preprocessing: "openai_pil")
    /// CLIP text features of prompts of at most 77 ids, `[1, D]`.
    public static let clipText77 = FeatureKey(extractor: "clip_vit_b32", preprocessing: "text77")
    /// DINO class tokens of whole frames, `[F, D]`.
    public static let dinoFloat = FeatureKey(extractor: "dino_vitb16", preprocessing: "dino_float")
}
