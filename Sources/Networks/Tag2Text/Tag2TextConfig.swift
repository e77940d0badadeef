/// Configuration of Tag2Text, in the names of the reference's configuration files; defaults are Swin-B 14M's.
public struct Tag2TextConfig: Codable, Sendable, Hashable {
    public var imageSize = 384
    public var patchSize = 4
    public var visionWidth = 128
    public var depths = [2, 2, 18, 2]
    public var visionHeads = [4, 8, 16, 32]
    public var windowSize = 12
    public var mlpRatio = 4

    public var tagCount = 3429
    public var tagLayers = 2
    public var tagHeads = 4
    /// A tag is on when the sigmoid of its logit exceeds this.
    public var threshold = 0.7
    /// Tags that are never on; published: quarter, three, four, two, five, one.
    public var deletedTags = [127, 3265, 3338, 3351, 3355, 3359]
    /// Tokens of the list of tags.
    public var tagTokens = 40

    /// Ids, those of the special tokens after the vocabulary included.
    public var vocabularySize = 30524
    public var hiddenSize = 768
    public var layers = 12
    public var heads = 12
    public var intermediateSize = 3072
    public var positions = 512
    public var layerNormEpsilon = 1e-12

    public var prompt = "a picture of "
    public var beams = 3
    /// Limits of a caption in tokens, its prompt included.
    public var maxLength = 30
    public var minLength = 10

    public init() {}

    /// Side of the square grid of patches, and widths, at every stage.
    var stageSides: [Int] { depths.indices.map { (imageSize / patchSize) >> $0 } }
    var stageWidths: [Int] { depths.indices.map { visionWidth << $0 } }
    /// Width of the image's tokens.
    public var imageWidth: Int { stageWidths.last ?? 0 }

    enum CodingKeys: String, CodingKey {
        case imageSize = "image_size"
        case patchSize = "patch_size"
        case visionWidth = "embed_dim"
        case depths
        case visionHeads = "num_heads"
        case windowSize = "window_size"
        case mlpRatio = "mlp_ratio"
        case tagCount = "num_class"
        case tagLayers = "num_tagging_layers"
        case tagHeads = "num_tagging_heads"
        case threshold
        case deletedTags = "delete_tag_index"
        case tagTokens = "num_tag_tokens"
        case vocabularySize = "vocab_size"
        case hiddenSize = "hidden_size"
        case layers = "num_hidden_layers"
        case heads = "num_attention_heads"
        case intermediateSize = "intermediate_size"
        case positions = "max_position_embeddings"
        case layerNormEpsilon = "layer_norm_eps"
        case prompt
        case beams = "num_beams"
        case maxLength = "max_length"
        case minLength = "min_length"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&imageSize, .imageSize)
        try values.read(&patchSize, .patchSize)
        try values.read(&visionWidth, .visionWidth)
        try values.read(&depths, .depths)
        try values.read(&visionHeads, .visionHeads)
        try values.read(&windowSize, .windowSize)
        try values.read(&mlpRatio, .mlpRatio)
        try values.read(&tagCount, .tagCount)
        try values.read(&tagLayers, .tagLayers)
        try values.read(&tagHeads, .tagHeads)
        try values.read(&threshold, .threshold)
        try values.read(&deletedTags, .deletedTags)
        try values.read(&tagTokens, .tagTokens)
        try values.read(&vocabularySize, .vocabularySize)
        try values.read(&hiddenSize, .hiddenSize)
        try values.read(&layers, .layers)
        try values.read(&heads, .heads)
        try values.read(&intermediateSize, .intermediateSize)
        try values.read(&positions, .positions)
        try values.read(&layerNormEpsilon, .layerNormEpsilon)
        try values.read(&prompt, .prompt)
        try values.read(&beams, .beams)
        try values.read(&maxLength, .maxLength)
        try values.read(&minLength, .minLength)
    }
}
