import Networks

/// Everything that makes features: one line for each network.
enum ExtractorRegistry {
    static let all: [ExtractorRegistration] = [
        .pixels, .clip, .dino, .viclip, .raft, .amt, .inception, .i3d, .c3d, .grit, .tag2text,
    ]

    /// - Throws: `MetricError.unknownFeature`.
    static func registration(of key: FeatureKey) throws -> ExtractorRegistration {
        guard
            let found = all.first(where: { $0.frameKeys.contains(key) || $0.promptKeys.contains(key) })
        else { throw MetricError.unknownFeature(key: key) }
        return found
    }
}
