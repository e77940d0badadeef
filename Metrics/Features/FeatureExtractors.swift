import Checkpoints
import Foundation
import Hashing
import Media
import Networks
import Tensor

/// The networks behind the metrics' features: each is loaded when first needed, once, and shared.
public final class FeatureExtractors: Sendable {
    /// Sizes of the networks.
    public struct Configuration: Sendable, Hashable {
        public var clip = CLIPConfig()
        public var dino = DINOConfig()

        /// The published networks.
        public static let published = Configuration()
        /// The small networks for 64×64 video.
        public static let demo = Configuration(clip: .demo, dino: .demo)

        public init(clip: CLIPConfig = CLIPConfig(), dino: DINOConfig = DINOConfig()) {
            (self.clip, self.dino) = (clip, dino)
        }
    }

    /// Raised when features change for the same weights.
    public static let version = 1

    private let configuration: Configuration
    private let weights: @Sendable (String) throws -> any WeightSource
    private let onForward: @Sendable (String, Int) -> Void
    private let clip = Shared<CLIPFeatures>()
    private let dino = Shared<DINOFeatures>()

    /// - Parameter weights: opens the weights of a network by its id; may throw that they are unavailable.
    /// - Parameter onForward: called with the network's id and the number of inputs of every forward.
    public init(
        _ configuration: Configuration = .published,
        weights: @escaping @Sendable (_ network: String) throws -> any WeightSource,
        onForward: @escaping @Sendable (_ network: String, _ inputs: Int) -> Void = { _, _ in }
    ) {
        (self.configuration, self.weights, self.onForward) = (configuration, weights, onForward)
    }

    /// Whether `key` is computed from frames (and not from prompts).
    public static func describesFrames(_ key: FeatureKey) -> Bool { key != .clipText77 }

    /// The weights that `key` is made with, nil for features of pixels alone.
    ///
    /// For another configuration than the published one the hash covers the configuration too: synthetic weights
    /// exist for any.
    /// - Throws: what opening the weights throws; nothing is loaded.
    public func weightIdentity(for key: FeatureKey) throws -> WeightIdentity? {
        switch key.extractor {
        case FeatureKey.pairMAE.extractor: nil
        case CLIP.name:
            try identity(CLIP.name, configuration.clip, isPublished: configuration.clip == CLIPConfig())
        case DINO.name:
            try identity(DINO.name, configuration.dino, isPublished: configuration.dino == DINOConfig())
        default: throw MetricError.unknownFeature(key: key)
        }
    }

    /// Starts the features of one video.
    public func begin(_ keys: [FeatureKey]) throws -> VideoFeatureAccumulator {
        let groups = Dictionary(grouping: Set(keys), by: \.extractor)
        return VideoFeatureAccumulator(
            try groups.sorted { $0.key < $1.key }.map { name, keys in
                let extractor = try extractor(keys[0])
                let unknown = keys.first { !extractor.frameKeys.contains($0) }
                if let unknown { throw MetricError.unknownFeature(key: unknown) }
                return (name, extractor.begin(keys.sorted { $0.preprocessing < $1.preprocessing }))
            })
    }

    /// The feature of an input image, `[1, D]`.
    public func feature(_ key: FeatureKey, of image: RGBImage) throws -> Tensor {
        let extractor = try extractor(key)
        guard extractor.frameKeys.contains(key), let feature = try extractor.features(of: image, [key])[key]
        else { throw MetricError.unknownFeature(key: key) }
        return feature
    }

    /// The feature of a prompt, `[1, D]`.
    public func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor {
        guard key == .clipText77 else { throw MetricError.unknownFeature(key: key) }
        return try loadedCLIP().features(ofPrompt: prompt)
    }

    private func extractor(_ key: FeatureKey) throws -> any FrameFeatureExtractor {
        switch key.extractor {
        case FeatureKey.pairMAE.extractor: PixelDifferences()
        case CLIP.name: try loadedCLIP()
        case DINO.name: try loadedDINO()
        default: throw MetricError.unknownFeature(key: key)
        }
    }

    private func loadedCLIP() throws -> CLIPFeatures {
        try clip.value {
            try CLIPFeatures(CLIP.load(configuration.clip, from: weights(CLIP.name))) { [onForward] in
                onForward(CLIP.name, $0)
            }
        }
    }

    private func loadedDINO() throws -> DINOFeatures {
        try dino.value {
            DINOFeatures(try DINO.load(configuration.dino, from: weights(DINO.name))) { [onForward] in
                onForward(DINO.name, $0)
            }
        }
    }

    private func identity(_ network: String, _ config: some Encodable, isPublished: Bool) throws
        -> WeightIdentity
    {
        var identity = try weights(network).identity
        guard !isPublished else { return identity }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        identity.sha256 = SHA256.hex(of: Data(identity.sha256.utf8) + (try encoder.encode(config)))
        return identity
    }
}

/// Something that is made once, by whoever needs it first; a failure is not kept.
private final class Shared<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var made: Value?

    func value(_ make: () throws -> Value) rethrows -> Value {
        try lock.withLock {
            if let made { return made }
            let value = try make()
            made = value
            return value
        }
    }
}
