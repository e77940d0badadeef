import Checkpoints
import Tensor

/// CLIP: images and texts in one space, where the cosine says how well they fit.
///
/// Source: Radford et al. 2021 (arXiv 2103.00020), ViT-B/32 as published by OpenAI.
/// Differs: always Float32; the published code runs in half precision on a GPU.
public struct CLIP: Network {
    public static let name = "clip_vit_b32"

    public let config: CLIPConfig
    public let image: CLIPImageEncoder
    public let text: CLIPTextEncoder

    public init(_ config: CLIPConfig, weights: WeightScope) throws {
        try config.validate()
        self.config = config
        image = try CLIPImageEncoder(config, weights: weights("visual"))
        text = try CLIPTextEncoder(config, weights: weights)
        weights.ignore("logit_scale")
    }

    /// CLIP with the weights of `source`; the sizes that the published archive stores as tensors are not needed.
    public static func load(_ config: CLIPConfig, from source: any WeightSource) throws -> CLIP {
        try load(config, from: source) { name in
            ["input_resolution", "context_length", "vocab_size"].contains(name) || name.hasSuffix("attn_mask")
        }
    }
}

/// `x += attn(ln_1(x))`, `x += c_proj(quickgelu(c_fc(ln_2(x))))`.
func clipBlock(_ scope: WeightScope, width: Int, heads: Int, causal: Bool) throws -> PreNormBlock {
    let attention = scope("attn")
    return PreNormBlock(
        norm1: try LayerNorm(scope("ln_1"), width: width, epsilon: 1e-5),
        queryKeyValue: Linear(
            weight: try attention.tensor("in_proj_weight", [3 * width, width]),
            bias: try attention.tensor("in_proj_bias", [3 * width])),
        output: try Linear(attention("out_proj"), input: width, output: width),
        norm2: try LayerNorm(scope("ln_2"), width: width, epsilon: 1e-5),
        fc1: try Linear(scope("mlp")("c_fc"), input: width, output: 4 * width),
        fc2: try Linear(scope("mlp")("c_proj"), input: 4 * width, output: width),
        heads: heads, activation: .quickGELU, causal: causal)
}

/// `x · P` with P stored input-first, without bias.
func projection(_ scope: WeightScope, _ name: String, input: Int, output: Int) throws -> Linear {
    Linear(weight: try scope.tensor(name, [input, output]).transposed([1, 0]), bias: nil)
}
