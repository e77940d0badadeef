import Checkpoints
import Tensor

/// ViCLIP: videos and texts in one space, where the cosine says how well they fit.
///
/// Source: Wang et al. 2023, InternVid (arXiv 2307.06942), ViT-L/14 trained on InternVid-10M-FLT.
/// Differs: always Float32; the published code may run in half precision on a GPU.
public struct ViCLIP: Network {
    public static let name = "viclip_l14"

    public let config: ViCLIPConfig
    public let video: ViCLIPVideoEncoder
    public let text: CLIPTextEncoder

    public init(_ config: ViCLIPConfig, weights: WeightScope) throws {
        try config.validate()
        self.config = config
        video = try ViCLIPVideoEncoder(config, weights: weights("vision_encoder"))
        text = try CLIPTextEncoder(config.text, network: Self.name, weights: weights("text_encoder"))
        weights.ignore("temp")
    }
}
