/// Which attentions see the first frame besides their own tokens (the paper's S.Cond. and T.Cond.).
public struct FirstFrameConditioning: Sendable, Hashable, Codable {
    /// Spatial self-attention of every frame also attends to frame 1's tokens.
    public var spatial: Bool
    /// Temporal self-attention also attends to frame 1's 3×3 neighbourhood of the pixel.
    public var temporal: Bool

    public init(spatial: Bool = true, temporal: Bool = true) {
        (self.spatial, self.temporal) = (spatial, temporal)
    }
}
