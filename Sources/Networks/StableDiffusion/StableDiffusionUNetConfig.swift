/// Configuration of Stable Diffusion's U-Net, in the keys of its `unet/config.json`; defaults are 2.1-base's.
public struct StableDiffusionUNetConfig: Codable, Sendable, Hashable {
    /// Latent height and width that the model was trained for.
    public var sampleSize = 64
    public var inChannels = 4
    public var outChannels = 4
    public var blockOutChannels = [320, 640, 1280, 1280]
    public var layersPerBlock = 2
    public var crossAttentionDim = 1024
    /// Head **counts** by block; the key's name is historical.
    public var attentionHeadDim = [5, 10, 20, 20]
    public var normNumGroups = 32
    public var normEps = 1e-5
    public var useLinearProjection = true
    public var downBlockTypes = [
        "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D",
    ]
    public var upBlockTypes = ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]

    public init() {}

    enum CodingKeys: String, CodingKey {
        case sampleSize = "sample_size"
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
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&sampleSize, .sampleSize)
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
    }

    /// What the blocks that both U-Nets share are built from: no temporal part, no first frame.
    var blocks: ConsistI2VConfig {
        var config = ConsistI2VConfig()
        (config.inChannels, config.outChannels) = (inChannels, outChannels)
        (config.blockOutChannels, config.layersPerBlock) = (blockOutChannels, layersPerBlock)
        (config.crossAttentionDim, config.attentionHeadDim) = (crossAttentionDim, attentionHeadDim)
        (config.normNumGroups, config.normEps) = (normNumGroups, normEps)
        config.useLinearProjection = useLinearProjection
        config.useTemporal = false
        return config
    }

    /// Refuses variants that this network does not compute.
    func validate() throws {
        func require(_ condition: Bool, _ key: String, _ expected: String, _ found: Any) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: StableDiffusionUNet.name, key: key, expected: expected, found: "\(found)")
            }
        }
        let blocks = blockOutChannels.count
        try require((1...4096).contains(sampleSize), "sample_size", "1 to 4096", sampleSize)
        try require(blocks >= 2, "block_out_channels", "at least two blocks", blockOutChannels)
        try require(
            attentionHeadDim.count == blocks, "attention_head_dim", "\(blocks) head counts", attentionHeadDim)
        let expectedDown = Array(repeating: "CrossAttnDownBlock2D", count: blocks - 1) + ["DownBlock2D"]
        try require(downBlockTypes == expectedDown, "down_block_types", "\(expectedDown)", downBlockTypes)
        let expectedUp = ["UpBlock2D"] + Array(repeating: "CrossAttnUpBlock2D", count: blocks - 1)
        try require(upBlockTypes == expectedUp, "up_block_types", "\(expectedUp)", upBlockTypes)
        try require(useLinearProjection, "use_linear_projection", "true", useLinearProjection)
        for (width, heads) in zip(blockOutChannels, attentionHeadDim) {
            try require(
                heads > 0 && width % heads == 0 && width % normNumGroups == 0, "block_out_channels",
                "multiples of the groups and of the head counts", width)
        }
    }
}
