import Media
import Tensor

/// Hands every frame of a video to all networks that want it, and tells how long each took.
///
/// A network that cannot use the video does not keep the others from theirs.
public final class VideoFeatureAccumulator {
    /// What a pass over a video yields.
    public struct Result {
        public var features: [FeatureKey: Tensor]
        /// Why a feature could not be made.
        public var failures: [FeatureKey: any Error]
        /// By network.
        public var seconds: [String: Double]

        public init(
            features: [FeatureKey: Tensor], failures: [FeatureKey: any Error] = [:],
            seconds: [String: Double]
        ) {
            (self.features, self.failures, self.seconds) = (features, failures, seconds)
        }
    }

    struct Part {
        let extractor: String
        let keys: [FeatureKey]
        let accumulator: any FeatureAccumulator
        var failure: (any Error)?
    }

    private var parts: [Part]
    private var durations: [String: Duration] = [:]

    init(_ parts: [Part]) { self.parts = parts }

    /// Takes the next frames.
    public func append(_ frames: [RGBImage]) {
        for index in parts.indices where parts[index].failure == nil {
            measured(index) { try $0.append(frames) }
        }
    }

    /// The features of the whole video. Called once, after the last frame.
    public func finish() -> Result {
        var result = Result(features: [:], seconds: [:])
        for index in parts.indices {
            if parts[index].failure == nil {
                measured(index) { result.features.merge(try $0.finish()) { $1 } }
            }
            if let failure = parts[index].failure {
                for key in parts[index].keys { result.failures[key] = failure }
            }
        }
        result.seconds = durations.mapValues { $0 / .seconds(1) }
        return result
    }

    private func measured(_ index: Int, _ body: (any FeatureAccumulator) throws -> Void) {
        let start = ContinuousClock.now
        defer { durations[parts[index].extractor, default: .zero] += .now - start }
        do {
            try body(parts[index].accumulator)
        } catch {
            parts[index].failure = error
        }
    }
}
