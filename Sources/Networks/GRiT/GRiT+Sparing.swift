import Checkpoints

extension GRiT {
    /// Synthetic weights with which it finds a handful of objects an image and names each in a few words, as it does
    /// when trained; other weights as they are.
    ///
    /// Plain synthetic weights find hundreds of regions an image and never end a description, which takes an hour for
    /// a video and says as little.
    public static func sparing(_ weights: any WeightSource) -> any WeightSource {
        guard weights.identity.provenance == .synthetic else { return weights }
        let config = GRiTConfig()
        let background = config.cascadeWeights.indices.map { stage in
            AdjustedWeights.Adjustment("roi_heads.box_predictor.\(stage).cls_score.bias", 1, by: 1.5)
        }
        let end = AdjustedWeights.Adjustment(
            "roi_heads.text_decoder.textual.output.bias", config.endToken, by: 3.8)
        return AdjustedWeights(weights, background + [end])
    }
}
