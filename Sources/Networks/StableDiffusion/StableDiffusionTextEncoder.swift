import Checkpoints
import Tensor

/// The CLIP text tower that conditions Stable Diffusion.
///
/// Token and position embeddings, causal pre-norm transformer layers, final layer norm; no padding mask.
/// Shapes: tokens N rows of T ids (T ≤ 77), result `[N, T, D]`.
/// Source: CLIPTextModel (transformers), Stable Diffusion 2.1 configuration.
public struct StableDiffusionTextEncoder: Network {
    public static let name = "sd_text_encoder"

    public let config: TextEncoderConfig
    private let tokenEmbedding: Tensor
    private let positionEmbedding: Tensor
    private let layers: [TextEncoderLayer]
    private let finalNorm: LayerNorm

    public init(_ config: TextEncoderConfig, weights: WeightScope) throws {
        self.config = config
        // Files written by transformers 5 and later leave the prefix out.
        let isBare = weights.has("embeddings.token_embedding.weight")
        let (root, width) = (isBare ? weights : weights("text_model"), config.hiddenSize)
        root("embeddings").ignore("position_ids")
        tokenEmbedding = try root("embeddings")("token_embedding").vocabularyTable(
            network: Self.name, vocabulary: config.vocabSize, width: width)
        positionEmbedding = try root("embeddings")("position_embedding")
            .tensor("weight", [config.maxPositionEmbeddings, width])
        layers = try (0..<config.numHiddenLayers).map {
            try TextEncoderLayer(root("encoder")("layers")($0), config)
        }
        finalNorm = try LayerNorm(
            root("final_layer_norm"), width: width, epsilon: Float(config.layerNormEps))
    }

    /// - Throws: `NetworkError.input` when an id or the length is outside the configuration.
    public func callAsFunction(_ tokens: [[Int32]], trace: Trace? = nil) throws -> Tensor {
        var h = try embed(tokens)
        for (index, layer) in layers.enumerated() {
            h = layer(h)
            trace?.record("text_model.encoder.layers.\(index)", h)
        }
        return finalNorm(h)
    }

    private func embed(_ tokens: [[Int32]]) throws -> Tensor {
        let (length, width) = (tokens.first?.count ?? 0, config.hiddenSize)
        guard length > 0, length <= config.maxPositionEmbeddings, tokens.allSatisfy({ $0.count == length })
        else {
            throw NetworkError.input(
                network: StableDiffusionTextEncoder.name,
                expected: "rows of 1 to \(config.maxPositionEmbeddings) token ids",
                found: "rows of \(Set(tokens.map(\.count)).sorted()) ids")
        }
        let result = Tensor([tokens.count, length, width])
        var position = result.pointer
        for row in tokens {
            for (index, id) in row.enumerated() {
                guard id >= 0, id < config.vocabSize else {
                    throw NetworkError.input(
                        network: StableDiffusionTextEncoder.name,
                        expected: "token ids below \(config.vocabSize)",
                        found: "id \(id)")
                }
                for column in 0..<width {
                    position[column] =
                        tokenEmbedding.pointer[Int(id) * width + column]
                        + positionEmbedding.pointer[index * width + column]
                }
                position += width
            }
        }
        return result
    }
}

/// `h += attn(LN1(h))`, `h += fc2(act(fc1(LN2(h))))`. Shapes: `[N, T, D]` to the same.
struct TextEncoderLayer: Sendable {
    private let norm1: LayerNorm
    private let queryKeyValue: Linear
    private let output: Linear
    private let norm2: LayerNorm
    private let fc1: Linear
    private let fc2: Linear
    private let heads: Int
    private let width: Int
    private let activation: Activation

    init(_ scope: WeightScope, _ config: TextEncoderConfig) throws {
        (width, heads) = (config.hiddenSize, config.numAttentionHeads)
        switch config.hiddenAct {
        case "gelu": activation = .gelu
        case "quick_gelu": activation = .quickGELU
        default:
            throw NetworkError.configuration(
                network: StableDiffusionTextEncoder.name, key: "hidden_act", expected: "gelu or quick_gelu",
                found: config.hiddenAct)
        }
        let epsilon = Float(config.layerNormEps)
        norm1 = try LayerNorm(scope("layer_norm1"), width: width, epsilon: epsilon)
        norm2 = try LayerNorm(scope("layer_norm2"), width: width, epsilon: epsilon)
        let attention = scope("self_attn")
        queryKeyValue = try Linear(
            joining: ["q_proj", "k_proj", "v_proj"].map { attention($0) }, input: width, outputEach: width)
        output = try Linear(attention("out_proj"), input: width, output: width)
        fc1 = try Linear(scope("mlp")("fc1"), input: width, output: config.intermediateSize)
        fc2 = try Linear(scope("mlp")("fc2"), input: config.intermediateSize, output: width)
    }

    func callAsFunction(_ tokens: Tensor) -> Tensor {
        let joint = queryKeyValue(norm1(tokens))
        func columns(_ part: Int) -> TokenColumns { TokenColumns(joint, start: part * width, width: width) }
        let attended = attention(
            columns(0), [KeyValueSegment(keys: columns(1), values: columns(2))], heads: heads, causal: true)
        let h = output(attended, residual: tokens)
        return fc2(fc1(norm2(h), activation: activation), residual: h)
    }
}
