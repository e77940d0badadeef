import Media
import Tensor

/// Gathers frames until a batch is full and embeds them together.
///
/// Batches are cut from the video's start whatever the pieces in which its frames arrive.
final class BatchedAccumulator: FeatureAccumulator {
    /// Frames of one forward: enough to keep the matrix products busy, few enough to stay in the caches.
    static let batch = 16
    /// Frames whose long side is more than this many times the short one would become inputs of absurd size.
    static let largestAspect = 16

    private let embed: ([RGBImage]) throws -> [FeatureKey: Tensor]
    private let keys: [FeatureKey]
    private var waiting: [RGBImage] = []
    private var size: (width: Int, height: Int)?
    private var parts: [FeatureKey: [Tensor]] = [:]

    /// - Parameter embed: features of up to `batch` frames, `[frames, D]` for every key.
    init(_ keys: [FeatureKey], embed: @escaping ([RGBImage]) throws -> [FeatureKey: Tensor]) {
        (self.keys, self.embed) = (keys, embed)
    }

    func append(_ frames: [RGBImage]) throws {
        for frame in frames {
            try check(frame)
            waiting.append(frame)
            if waiting.count == Self.batch { try flush() }
        }
    }

    func finish() throws -> [FeatureKey: Tensor] {
        if !waiting.isEmpty { try flush() }
        return Dictionary(
            uniqueKeysWithValues: keys.map { key in
                (key, parts[key].map { Tensor.stacked($0) } ?? Tensor([0, 0]))
            })
    }

    private func flush() throws {
        for (key, features) in try embed(waiting) { parts[key, default: []].append(features) }
        waiting.removeAll(keepingCapacity: true)
    }

    private func check(_ frame: RGBImage) throws {
        let (width, height) = size ?? (frame.width, frame.height)
        guard (width, height) == (frame.width, frame.height) else {
            throw MetricError.unsuitableFrames(
                expected: "frames of one size", found: "\(width)×\(height) and \(frame.width)×\(frame.height)"
            )
        }
        let (short, long) = (min(width, height), max(width, height))
        guard short > 0, long <= short * Self.largestAspect else {
            throw MetricError.unsuitableFrames(
                expected: "a long side of at most \(Self.largestAspect) times the short one",
                found: "\(width)×\(height)")
        }
        size = (width, height)
    }
}
