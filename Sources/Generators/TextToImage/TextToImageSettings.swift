/// Everything that decides a generated first frame apart from weights, text and seed; defaults are those of
/// Stable Diffusion's pipeline.
public struct TextToImageSettings: Codable, Sendable, Hashable {
    public var steps = 50
    /// 1 switches guidance off.
    public var guidance = 7.5
    /// nil: the size that the model was trained for.
    public var width: Int?
    public var height: Int?

    public init() {}
}
