/// Configuration of CLIP, in the names of the reference's constructor; defaults are ViT-B/32's.
public struct CLIPConfig: Codable, Sendable, Hashable {
    /// Width of the common space of images and texts.
    public var embeddingWidth = 512
    public var imageResolution = 224
    public var visionLayers = 12
    public var visionWidth = 768
    public var visionPatchSize = 32
    public var contextLength = 77
    public var vocabularySize = 49408
    public var textWidth = 512
    public var textHeads = 8
    public var textLayers = 12

    public init() {}

    /// The small model for 64×64 video that the demo uses.
    public static var demo: CLIPConfig {
        var config = CLIPConfig()
        (config.embeddingWidth, config.imageResolution) = (64, 64)
        (config.visionLayers, config.visionWidth, config.visionPatchSize) = (3, 128, 16)
        (config.textWidth, config.textHeads, config.textLayers) = (64, 2, 2)
        return config
    }

    /// Heads of the image tower; their width is always 64.
    public var visionHeads: Int { visionWidth / 64 }

    enum CodingKeys: String, CodingKey {
        case embeddingWidth = "embed_dim"
        case imageResolution = "image_resolution"
        case visionLayers = "vision_layers"
        case visionWidth = "vision_width"
        case visionPatchSize = "vision_patch_size"
        case contextLength = "context_length"
        case vocabularySize = "vocab_size"
        case textWidth = "transformer_width"
        case textHeads = "transformer_heads"
        case textLayers = "transformer_layers"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&embeddingWidth, .embeddingWidth)
        try values.read(&imageResolution, .imageResolution)
        try values.read(&visionLayers, .visionLayers)
        try values.read(&visionWidth, .visionWidth)
        try values.read(&visionPatchSize, .visionPatchSize)
        try values.read(&contextLength, .contextLength)
        try values.read(&vocabularySize, .vocabularySize)
        try values.read(&textWidth, .textWidth)
        try values.read(&textHeads, .textHeads)
        try values.read(&textLayers, .textLayers)
    }

    /// Refuses sizes of which no network can be built.
    func validate() throws {
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: Int) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: CLIP.name, key: key.rawValue, expected: expected, found: "\(found)")
            }
        }
        let positive: [(CodingKeys, Int)] = [
            (.embeddingWidth, embeddingWidth), (.visionLayers, visionLayers), (.textLayers, textLayers),
            (.contextLength, contextLength), (.vocabularySize, vocabularySize),
            (.visionPatchSize, visionPatchSize), (.textHeads, textHeads),
        ]
        for (key, value) in positive { try require(value > 0, key, "at least 1", value) }
        try require(
            visionWidth > 0 && visionWidth % 64 == 0, .visionWidth, "a multiple of 64", visionWidth)
        try require(
            textWidth > 0 && textWidth % textHeads == 0, .textWidth, "a multiple of \(textHeads) heads",
            textWidth)
        try require(
            imageResolution >= visionPatchSize, .imageResolution, "at least one patch of \(visionPatchSize)",
            imageResolution)
    }
}
