import Checkpoints
import Foundation
import Hashing
import Networks

/// Which of a network's configurations makes the features.
public enum ExtractorSize: String, Sendable, Hashable, CaseIterable {
    /// As published.
    case published
    /// Small networks of the same architectures for 64×64 video.
    case demo
}

/// What makes a group of features: a network in its sizes, or pixels alone.
struct ExtractorRegistration: Sendable {
    typealias OnForward = @Sendable (_ inputs: Int) -> Void

    /// The network's id; first part of its feature keys.
    let id: String
    let frameKeys: [FeatureKey]
    let promptKeys: [FeatureKey]
    /// Frame keys whose rows depend on the frame rate.
    let timedKeys: Set<FeatureKey>
    /// The weights' identity for a size; nil for features of pixels alone.
    let identity: @Sendable (ExtractorSize, (String) throws -> any WeightSource) throws -> WeightIdentity?
    let load:
        @Sendable (ExtractorSize, (String) throws -> any WeightSource, @escaping OnForward) throws
            -> any FeatureExtractor

    /// - Parameter companion: weights that come in a file of their own.
    /// - Parameter using: what the features use for weights of the network, given them.
    /// - Parameter load: loads the network of a configuration and wraps it; is given the network's weights and
    ///   those of the companion, or the network's twice where there is none.
    init<Config: Codable & Sendable>(
        _ network: String, frames: [FeatureKey], prompts: [FeatureKey] = [], timed: Set<FeatureKey> = [],
        companion: String? = nil, published: Config, demo: Config,
        using: @escaping @Sendable (any WeightSource) -> any WeightSource = { $0 },
        load:
            @escaping @Sendable (Config, any WeightSource, any WeightSource, @escaping OnForward) throws
            -> any FeatureExtractor
    ) {
        id = network
        (frameKeys, promptKeys, timedKeys) = (frames, prompts, timed)
        identity = { size, weights in
            var identity = try using(weights(network)).identity
            var parts = Data(identity.sha256.utf8)
            if let companion { parts += Data(try weights(companion).identity.sha256.utf8) }
            if size == .demo {
                // Synthetic weights exist for any configuration, so it is part of what they are.
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                parts += try encoder.encode(demo)
            }
            if size == .demo || companion != nil { identity.sha256 = SHA256.hex(of: parts) }
            return identity
        }
        self.load = { size, weights, onForward in
            let own = try using(weights(network))
            return try load(
                size == .demo ? demo : published, own, try companion.map(weights) ?? own, onForward)
        }
    }

    /// Features that need no weights.
    init(_ id: String, frames: [FeatureKey], make: @escaping @Sendable () -> any FeatureExtractor) {
        self.id = id
        (frameKeys, promptKeys, timedKeys) = (frames, [], [])
        identity = { _, _ in nil }
        load = { _, _, _ in make() }
    }
}
