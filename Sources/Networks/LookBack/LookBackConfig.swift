/// Configuration of the look-back U-Net: the keys of Stable Diffusion's `unet/config.json` and two of its own; defaults
/// are Stable Diffusion 1.5's and the paper's.
public struct LookBackConfig: Codable, Sendable, Hashable {
    public var inChannels = 4
    public var outChannels = 4
    public var blockOutChannels = [320, 640, 1280, 1280]
    public var layersPerBlock = 2
    public var crossAttentionDim = 768
    /// Head **counts** of the transformers by block; the key's name is historical.
    public var attentionHeadDim = [8, 8, 8, 8]
    public var normNumGroups = 32
    public var normEps = 1e-5
    public var useLinearProjection = false
    public var downBlockTypes = [
        "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D",
    ]
    public var upBlockTypes = ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]
    /// Frames that the look-back convolution sees, the frame itself included.
    public var lookBackDepth = 5
    /// Height and width of the look-back convolution's kernel.
    public var lookBackKernel = 5

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
        case lookBackDepth = "look_back_depth"
        case lookBackKernel = "look_back_kernel"
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
        try values.read(&lookBackDepth, .lookBackDepth)
        try values.read(&lookBackKernel, .lookBackKernel)
    }

    /// Refuses what this network does not compute.
    func validate() throws {
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: Any) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: LookBackUNet.name, key: key.rawValue, expected: expected, found: "\(found)")
            }
        }
        let blocks = blockOutChannels.count
        try require(blocks >= 2, .blockOutChannels, "at least two blocks", blockOutChannels)
        try require(
            attentionHeadDim.count == blocks && attentionHeadDim.allSatisfy { $0 > 0 }, .attentionHeadDim,
            "\(blocks) head counts", attentionHeadDim)
        let expectedDown = Array(repeating: "CrossAttnDownBlock2D", count: blocks - 1) + ["DownBlock2D"]
        try require(downBlockTypes == expectedDown, .downBlockTypes, "\(expectedDown)", downBlockTypes)
        let expectedUp = ["UpBlock2D"] + Array(repeating: "CrossAttnUpBlock2D", count: blocks - 1)
        try require(upBlockTypes == expectedUp, .upBlockTypes, "\(expectedUp)", upBlockTypes)
        for (width, heads) in zip(blockOutChannels, attentionHeadDim) {
            try require(
                width > 0 && width % heads == 0 && width % normNumGroups == 0, .blockOutChannels,
                "multiples of the groups and of the head counts", width)
        }
        try require(layersPerBlock >= 1, .layersPerBlock, "at least 1", layersPerBlock)
        try require(lookBackDepth >= 1, .lookBackDepth, "at least 1", lookBackDepth)
        try require(
            lookBackKernel >= 1 && lookBackKernel % 2 == 1, .lookBackKernel, "an odd number", lookBackKernel)
    }
}
