/// Configuration of the VAE, in the keys of its `config.json`; defaults are Stable Diffusion 2.1's.
public struct AutoencoderConfig: Codable, Sendable, Hashable {
    public var inChannels = 3
    public var outChannels = 3
    public var latentChannels = 4
    public var blockOutChannels = [128, 256, 512, 512]
    public var layersPerBlock = 2
    public var normNumGroups = 32
    public var scalingFactor = 0.18215

    public init() {}

    /// Pixels per latent cell along each side.
    public var reduction: Int { 1 << (blockOutChannels.count - 1) }

    enum CodingKeys: String, CodingKey {
        case inChannels = "in_channels"
        case outChannels = "out_channels"
        case latentChannels = "latent_channels"
        case blockOutChannels = "block_out_channels"
        case layersPerBlock = "layers_per_block"
        case normNumGroups = "norm_num_groups"
        case scalingFactor = "scaling_factor"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&inChannels, .inChannels)
        try values.read(&outChannels, .outChannels)
        try values.read(&latentChannels, .latentChannels)
        try values.read(&blockOutChannels, .blockOutChannels)
        try values.read(&layersPerBlock, .layersPerBlock)
        try values.read(&normNumGroups, .normNumGroups)
        try values.read(&scalingFactor, .scalingFactor)
    }
}
