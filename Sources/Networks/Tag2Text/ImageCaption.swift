/// What a captioner says about an image.
public struct ImageCaption: Sendable, Hashable, Codable {
    /// Indices of the tags, ascending, and their names.
    public let tagIndices: [Int]
    public let tags: [String]
    /// The caption without its prompt.
    public let text: String
    /// Mean log-probability of the caption's tokens.
    public let score: Float
}
