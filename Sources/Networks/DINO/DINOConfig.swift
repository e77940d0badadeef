/// Configuration of DINO's vision transformer, in the names of the reference's constructor; defaults are ViT-B/16's.
public struct DINOConfig: Codable, Sendable, Hashable {
    /// Side of the images that the position table was trained for.
    public var imageSize = 224
    public var patchSize = 16
    public var width = 768
    public var depth = 12
    public var heads = 12

    public init() {}

    /// The small model for 64×64 video that the demo uses.
    public static var demo: DINOConfig {
        var config = DINOConfig()
        (config.imageSize, config.patchSize) = (64, 8)
        (config.width, config.depth, config.heads) = (96, 3, 2)
        return config
    }

    /// Patches along each side of the trained position grid.
    public var gridSide: Int { imageSize / patchSize }

    enum CodingKeys: String, CodingKey {
        case imageSize = "img_size"
        case patchSize = "patch_size"
        case width = "embed_dim"
        case depth
        case heads = "num_heads"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&imageSize, .imageSize)
        try values.read(&patchSize, .patchSize)
        try values.read(&width, .width)
        try values.read(&depth, .depth)
        try values.read(&heads, .heads)
    }

    /// Refuses sizes of which no network can be built.
    func validate() throws {
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: Int) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: DINO.name, key: key.rawValue, expected: expected, found: "\(found)")
            }
        }
        try require(patchSize > 0, .patchSize, "at least 1", patchSize)
        try require(imageSize >= patchSize, .imageSize, "at least one patch of \(patchSize)", imageSize)
        try require(depth > 0, .depth, "at least 1", depth)
        try require(heads > 0, .heads, "at least 1", heads)
        try require(width > 0 && width % heads == 0, .width, "a multiple of \(heads) heads", width)
    }
}
