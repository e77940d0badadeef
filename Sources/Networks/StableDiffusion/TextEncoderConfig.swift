/// Configuration of the text encoder, in the keys of its `config.json`; defaults are Stable Diffusion 2.1's
/// (OpenCLIP ViT-H/14 without its last layer).
public struct TextEncoderConfig: Codable, Sendable, Hashable {
    public var vocabSize = 49408
    public var hiddenSize = 1024
    public var intermediateSize = 4096
    public var numHiddenLayers = 23
    public var numAttentionHeads = 16
    public var maxPositionEmbeddings = 77
    public var hiddenAct = "gelu"
    public var layerNormEps = 1e-5

    public init() {}

    enum CodingKeys: String, CodingKey {
        case vocabSize = "vocab_size"
        case hiddenSize = "hidden_size"
        case intermediateSize = "intermediate_size"
        case numHiddenLayers = "num_hidden_layers"
        case numAttentionHeads = "num_attention_heads"
        case maxPositionEmbeddings = "max_position_embeddings"
        case hiddenAct = "hidden_act"
        case layerNormEps = "layer_norm_eps"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&vocabSize, .vocabSize)
        try values.read(&hiddenSize, .hiddenSize)
        try values.read(&intermediateSize, .intermediateSize)
        try values.read(&numHiddenLayers, .numHiddenLayers)
        try values.read(&numAttentionHeads, .numAttentionHeads)
        try values.read(&maxPositionEmbeddings, .maxPositionEmbeddings)
        try values.read(&hiddenAct, .hiddenAct)
        try values.read(&layerNormEps, .layerNormEps)
    }
}
