/// Configuration of the ConsistI2V U-Net, in the keys of its `unet/config.json`; defaults are the published model's.
public struct ConsistI2VConfig: Codable, Sendable, Hashable {
    public var inChannels = 4
    public var outChannels = 4
    public var blockOutChannels = [320, 640, 1280, 1280]
    public var layersPerBlock = 2
    public var crossAttentionDim = 1024
    /// Head **counts** of the spatial transformers by block; the key's name is historical.
    public var attentionHeadDim = [5, 10, 20, 20]
    public var normNumGroups = 32
    public var normEps = 1e-5
    public var useLinearProjection = true
    public var downBlockTypes = [
        "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D",
    ]
    public var upBlockTypes = ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]
    public var useTemporal = true
    public var temporalHeads = 8
    public var temporalPositionEmbedding = "rotary"
    public var useFrameStrideCondition = true
    public var frames = 16
    /// `concat`: every frame's spatial attention also sees frame 1; `input_only`: it does not.
    public var firstFrameConditionMode = "concat"
    /// Whether temporal attention also sees frame 1's 3×3 neighbourhood.
    public var augmentTemporalAttention = true

    public init() {}

    enum CodingKeys: String, CodingKey {
        case inChannels = "in_channels"
        case outChannels = "out_channels"
        case blockOutChannels = "block_out_channels"
        case layersPerBlock = "layers_per_block"
        case crossAttentionDim = "cross_attention_dim"
        case attentionHeadDim = "attention_head_dim"
        case normNumGroups = "norm_num_groups"
        case normEps = "norm_eps"
        case useLinearProjection = "use_linear_projection"
        case downBlockTypes = "down_block_types"
        case upBlockTypes = "up_block_types"
        case useTemporal = "use_temporal"
        case temporalHeads = "n_temp_heads"
        case temporalPositionEmbedding = "temp_pos_embedding"
        case useFrameStrideCondition = "use_frame_stride_condition"
        case frames = "n_frames"
        case firstFrameConditionMode = "first_frame_condition_mode"
        case augmentTemporalAttention = "augment_temporal_attention"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&inChannels, .inChannels)
        try values.read(&outChannels, .outChannels)
        try values.read(&blockOutChannels, .blockOutChannels)
        try values.read(&layersPerBlock, .layersPerBlock)
        try values.read(&crossAttentionDim, .crossAttentionDim)
        if let count = try? values.decode(Int.self, forKey: .attentionHeadDim) {
            attentionHeadDim = Array(repeating: count, count: blockOutChannels.count)
        } else {
            try values.read(&attentionHeadDim, .attentionHeadDim)
        }
        try values.read(&normNumGroups, .normNumGroups)
        try values.read(&normEps, .normEps)
        try values.read(&useLinearProjection, .useLinearProjection)
        try values.read(&downBlockTypes, .downBlockTypes)
        try values.read(&upBlockTypes, .upBlockTypes)
        try values.read(&useTemporal, .useTemporal)
        try values.read(&temporalHeads, .temporalHeads)
        try values.read(&temporalPositionEmbedding, .temporalPositionEmbedding)
        try values.read(&useFrameStrideCondition, .useFrameStrideCondition)
        try values.read(&frames, .frames)
        try values.read(&firstFrameConditionMode, .firstFrameConditionMode)
        try values.read(&augmentTemporalAttention, .augmentTemporalAttention)
    }

    var transformerShape: TransformerShape {
        TransformerShape(
            groups: normNumGroups, textWidth: crossAttentionDim, hasLinearProjection: useLinearProjection)
    }

    /// Refuses variants that have no published weights and that this network does not compute.
    func validate() throws {
        func require(_ condition: Bool, _ key: String, _ expected: String, _ found: Any) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: ConsistI2VUNet.name, key: key, expected: expected, found: "\(found)")
            }
        }
        let blocks = blockOutChannels.count
        try require(blocks >= 2, "block_out_channels", "at least two blocks", blockOutChannels)
        try require(
            attentionHeadDim.count == blocks, "attention_head_dim", "\(blocks) head counts", attentionHeadDim)
        let expectedDown = Array(repeating: "CrossAttnDownBlock2D", count: blocks - 1) + ["DownBlock2D"]
        try require(downBlockTypes == expectedDown, "down_block_types", "\(expectedDown)", downBlockTypes)
        let expectedUp = ["UpBlock2D"] + Array(repeating: "CrossAttnUpBlock2D", count: blocks - 1)
        try require(upBlockTypes == expectedUp, "up_block_types", "\(expectedUp)", upBlockTypes)
        try require(useLinearProjection, "use_linear_projection", "true", useLinearProjection)
        try require(useTemporal, "use_temporal", "true", useTemporal)
        try require(
            temporalPositionEmbedding == "rotary", "temp_pos_embedding", "rotary", temporalPositionEmbedding)
        try require(useFrameStrideCondition, "use_frame_stride_condition", "true", useFrameStrideCondition)
        try require(
            ["concat", "input_only"].contains(firstFrameConditionMode), "first_frame_condition_mode",
            "concat or input_only", firstFrameConditionMode)
        for (width, heads) in zip(blockOutChannels, attentionHeadDim) {
            try require(
                width % heads == 0 && width % temporalHeads == 0 && width % normNumGroups == 0
                    && width % 32 == 0,
                "block_out_channels", "multiples of 32, of the groups and of the head counts", width)
        }
    }
}
