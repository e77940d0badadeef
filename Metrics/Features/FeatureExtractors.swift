import Checkpoints
import Foundation
import Media
import Tensor

/// The networks behind the metrics' features: each is loaded when first needed, once, and shared.
public final class FeatureExtractors: Sendable {
    /// Raised when features change for the same weights.
    public static let version = 1

    private let size: ExtractorSize
    private let weights: @Sendable (String) throws -> any WeightSource
    private let onForward: @Sendable (String, Int) -> Void
    private let loaded: [String: Shared<any FeatureExtractor>]

    /// - Parameter weights: opens the weights of a network by its id; may throw that they are unavailable.
    /// - Parameter onForward: called with the network's id and the number of inputs of every forward.
    public init(
        _ size: ExtractorSize = .published,
        weights: @escaping @Sendable (_ network: String) throws -> any WeightSource,
        onForward: @escaping @Sendable (_ network: String, _ inputs: Int) -> Void = { _, _ in }
    ) {
        (self.size, self.weights, self.onForward) = (size, weights, onForward)
        loaded = Dictionary(uniqueKeysWithValues: ExtractorRegistry.all.map { ($0.id, Shared()) })
    }

    /// Whether `key` is computed from frames (and not from prompts).
    public static func describesFrames(_ key: FeatureKey) -> Bool {
        ExtractorRegistry.all.contains { $0.frameKeys.contains(key) }
    }

    /// Whether the rows of `key` depend on the frame rate.
    public static func dependsOnFrameRate(_ key: FeatureKey) -> Bool {
        ExtractorRegistry.all.contains { $0.timedKeys.contains(key) }
    }

    /// The weights that `key` is made with, nil for features of pixels alone.
    ///
    /// For another configuration than the published one the hash covers the configuration too.
    /// - Throws: what opening the weights throws; nothing is loaded.
    public func weightIdentity(for key: FeatureKey) throws -> WeightIdentity? {
        try ExtractorRegistry.registration(of: key).identity(size, weights)
    }

    /// Starts the features of one video.
    public func begin(_ keys: [FeatureKey], of clip: ClipOutline) throws -> VideoFeatureAccumulator {
        let groups = Dictionary(grouping: Set(keys), by: \.extractor)
        return VideoFeatureAccumulator(
            try groups.sorted { $0.key < $1.key }.map { name, keys in
                if let unknown = keys.first(where: { !Self.describesFrames($0) }) {
                    throw MetricError.unknownFeature(key: unknown)
                }
                let sorted = keys.sorted { $0.preprocessing < $1.preprocessing }
                return VideoFeatureAccumulator.Part(
                    extractor: name, keys: sorted,
                    accumulator: try extractor(keys[0]).begin(sorted, of: clip))
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
        guard try ExtractorRegistry.registration(of: key).promptKeys.contains(key) else {
            throw MetricError.unknownFeature(key: key)
        }
        return try extractor(key).feature(key, ofPrompt: prompt)
    }

    private func extractor(_ key: FeatureKey) throws -> any FeatureExtractor {
        let registration = try ExtractorRegistry.registration(of: key)
        guard let shared = loaded[registration.id] else {
            preconditionFailure("every registration has a place, found none for \(registration.id)")
        }
        return try shared.value { [onForward] in
            try registration.load(size, weights) { onForward(registration.id, $0) }
        }
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
