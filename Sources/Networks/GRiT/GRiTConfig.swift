/// Configuration of GRiT; defaults are the published ViT-B object detector as VBench runs it.
public struct GRiTConfig: Codable, Sendable, Hashable {
    /// Mean and deviation of the channels red, green, blue, on the scale 0…255.
    public var pixelMean: [Float] = [123.675, 116.28, 103.53]
    public var pixelDeviation: [Float] = [58.395, 57.12, 57.375]

    public var patchSize = 16
    public var width = 768
    public var depth = 12
    public var heads = 12
    /// Side of the images whose position table the backbone starts from.
    public var positionImageSize = 224
    /// Side of the images that the relative positions of the global blocks were trained for.
    public var imageSize = 1024
    public var windowSize = 14
    /// Blocks that attend to the whole image.
    public var globalBlocks = [2, 5, 8, 11]

    /// Channels of every pyramid level.
    public var pyramidWidth = 256
    public var proposalConvolutions = 4
    public var proposalGroups = 32
    /// Least heat of a candidate, the most candidates of a level, and how proposals are thinned out.
    public var proposalThreshold: Float = 1e-4
    public var proposalsPerLevel = 1000
    public var proposalOverlap = 0.9
    public var proposals = 256

    public var poolSize = 7
    public var boxWidth = 1024
    /// Divisors of the box regression, one row a stage of the cascade.
    public var cascadeWeights: [[Float]] = [[10, 10, 5, 5], [20, 20, 10, 10], [30, 30, 15, 15]]
    /// Least score of a detection, and how detections are thinned out.
    public var scoreThreshold: Float = 0.5
    public var detectionOverlap = 0.5
    public var detectionsPerImage = 256

    public var textPoolSize = 14
    public var textWidth = 768
    public var textLayers = 6
    public var textHeads = 12
    public var textInnerWidth = 3072
    public var vocabularySize = 30522
    public var textPositions = 1024
    public var beginToken = 101
    public var endToken = 102
    /// Tokens of a description, the first included.
    public var maximumTokens = 40
    public var beams = 1
    /// Continuations that each beam offers in a step.
    public var candidatesPerBeam = 1

    public init() {}

    /// The patch side of the trained position table.
    var positionSide: Int { positionImageSize / patchSize }

    /// Images are padded to multiples of this, so that every level has whole cells.
    public var sizeDivisor: Int { 2 * patchSize }

    enum CodingKeys: String, CodingKey {
        case pixelMean = "pixel_mean"
        case pixelDeviation = "pixel_std"
        case patchSize = "patch_size"
        case width = "embed_dim"
        case depth
        case heads = "num_heads"
        case positionImageSize = "pretrain_img_size"
        case imageSize = "img_size"
        case windowSize = "window_size"
        case globalBlocks = "global_attn_indexes"
        case pyramidWidth = "fpn_channels"
        case proposalConvolutions = "num_box_convs"
        case proposalGroups = "num_groups"
        case proposalThreshold = "inference_th"
        case proposalsPerLevel = "pre_nms_topk_test"
        case proposalOverlap = "nms_th_test"
        case proposals = "post_nms_topk_test"
        case poolSize = "pooler_resolution"
        case boxWidth = "fc_dim"
        case cascadeWeights = "bbox_reg_weights"
        case scoreThreshold = "test_score_thresh"
        case detectionOverlap = "test_nms_thresh"
        case detectionsPerImage = "test_topk_per_image"
        case textPoolSize = "object_feat_pooler_resolution"
        case textWidth = "hidden_size"
        case textLayers = "num_layers"
        case textHeads = "attention_heads"
        case textInnerWidth = "feedforward_size"
        case vocabularySize = "vocab_size"
        case textPositions = "max_position_embeddings"
        case beginToken = "begin_token_id"
        case endToken = "eos_token_id"
        case maximumTokens = "max_steps"
        case beams = "beam_size"
        case candidatesPerBeam = "per_node_beam_size"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&pixelMean, .pixelMean)
        try values.read(&pixelDeviation, .pixelDeviation)
        try values.read(&patchSize, .patchSize)
        try values.read(&width, .width)
        try values.read(&depth, .depth)
        try values.read(&heads, .heads)
        try values.read(&positionImageSize, .positionImageSize)
        try values.read(&imageSize, .imageSize)
        try values.read(&windowSize, .windowSize)
        try values.read(&globalBlocks, .globalBlocks)
        try values.read(&pyramidWidth, .pyramidWidth)
        try values.read(&proposalConvolutions, .proposalConvolutions)
        try values.read(&proposalGroups, .proposalGroups)
        try values.read(&proposalThreshold, .proposalThreshold)
        try values.read(&proposalsPerLevel, .proposalsPerLevel)
        try values.read(&proposalOverlap, .proposalOverlap)
        try values.read(&proposals, .proposals)
        try values.read(&poolSize, .poolSize)
        try values.read(&boxWidth, .boxWidth)
        try values.read(&cascadeWeights, .cascadeWeights)
        try values.read(&scoreThreshold, .scoreThreshold)
        try values.read(&detectionOverlap, .detectionOverlap)
        try values.read(&detectionsPerImage, .detectionsPerImage)
        try readText(values)
    }

    private mutating func readText(_ values: KeyedDecodingContainer<CodingKeys>) throws {
        try values.read(&textPoolSize, .textPoolSize)
        try values.read(&textWidth, .textWidth)
        try values.read(&textLayers, .textLayers)
        try values.read(&textHeads, .textHeads)
        try values.read(&textInnerWidth, .textInnerWidth)
        try values.read(&vocabularySize, .vocabularySize)
        try values.read(&textPositions, .textPositions)
        try values.read(&beginToken, .beginToken)
        try values.read(&endToken, .endToken)
        try values.read(&maximumTokens, .maximumTokens)
        try values.read(&beams, .beams)
        try values.read(&candidatesPerBeam, .candidatesPerBeam)
    }
}
