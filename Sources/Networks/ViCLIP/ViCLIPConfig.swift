/// Configuration of ViCLIP; defaults are ViT-L/14's for clips of 8 frames.
public struct ViCLIPConfig: Codable, Sendable, Hashable {
    /// Width of the common space of videos and texts.
    public var embeddingWidth = 768
    public var imageResolution = 224
    /// Frames of the clips that the table of frame positions was trained for.
    public var frames = 8
    public var visionLayers = 24
    public var visionWidth = 1024
    public var visionPatchSize = 14
    public var contextLength = 32
    public var vocabularySize = 49408
    public var textWidth = 768
    public var textHeads = 12
    public var textLayers = 12

    public init() {}

    /// Heads of the video tower; their width is always 64.
    public var visionHeads: Int { visionWidth / 64 }

    /// Patches along each side of a frame.
    var gridSide: Int { imageResolution / visionPatchSize }

    /// The text tower is CLIP's.
    var text: CLIPConfig {
        var config = CLIPConfig()
        (config.embeddingWidth, config.contextLength) = (embeddingWidth, contextLength)
        config.vocabularySize = vocabularySize
        (config.textWidth, config.textHeads, config.textLayers) = (textWidth, textHeads, textLayers)
        return config
    }

    enum CodingKeys: String, CodingKey {
        case embeddingWidth = "embed_dim"
        case imageResolution = "image_resolution"
        case frames = "num_frames"
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
        try values.read(&frames, .frames)
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
                    network: ViCLIP.name, key: key.rawValue, expected: expected, found: "\(found)")
            }
        }
        let positive: [(CodingKeys, Int)] = [
            (.embeddingWidth, embeddingWidth), (.frames, frames), (.visionLayers, visionLayers),
            (.textLayers, textLayers), (.contextLength, contextLength), (.vocabularySize, vocabularySize),
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
