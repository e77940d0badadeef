import Media
import Tensor

/// Hands every frame of a video to all networks that want it, and tells how long each took.
public final class VideoFeatureAccumulator {
    private let parts: [(extractor: String, accumulator: any FeatureAccumulator)]
    private var durations: [String: Duration] = [:]

    init(_ parts: [(extractor: String, accumulator: any FeatureAccumulator)]) { self.parts = parts }

    /// Takes the next frames. Throws: `MetricError.unsuitableFrames`.
    public func append(_ frames: [RGBImage]) throws {
        for (extractor, accumulator) in parts {
            try measured(extractor) { try accumulator.append(frames) }
        }
    }

    /// Features of all frames by key, and seconds by network. Called once, after the last frame.
    public func finish() throws -> (features: [FeatureKey: Tensor], seconds: [String: Double]) {
        var features: [FeatureKey: Tensor] = [:]
        for (extractor, accumulator) in parts {
            try measured(extractor) { features.merge(try accumulator.finish()) { $1 } }
        }
        return (features, durations.mapValues { $0 / .seconds(1) })
    }

    private func measured(_ extractor: String, _ body: () throws -> Void) rethrows {
        let start = ContinuousClock.now
        defer { durations[extractor, default: .zero] += .now - start }
        try body()
    }
}
