/// Size of a model whose weights do not decide it.
public enum GeneratorSize: String, Sendable, Codable, CaseIterable {
    /// The published configuration.
    case full
    /// Small enough to make a video in a second.
    case demo
}
