import Media
import Tensor

/// Keeps the first n frames and makes the feature from them.
final class LeadingFramesAccumulator: FeatureAccumulator {
    private let count: Int
    private let network: String
    private let embed: ([RGBImage]) throws -> [FeatureKey: Tensor]
    private var kept: [RGBImage] = []
    private var seen = 0

    init(_ count: Int, for network: String, embed: @escaping ([RGBImage]) throws -> [FeatureKey: Tensor]) {
        (self.count, self.network, self.embed) = (count, network, embed)
    }

    func append(_ frames: [RGBImage]) throws {
        for frame in frames {
            if let first = kept.first, (first.width, first.height) != (frame.width, frame.height) {
                throw MetricError.unsuitableFrames(
                    expected: "frames of one size",
                    found: "\(first.width)×\(first.height) and \(frame.width)×\(frame.height)")
            }
            if kept.count < count { kept.append(frame) }
            seen += 1
        }
    }

    func finish() throws -> [FeatureKey: Tensor] {
        guard seen >= count else {
            throw MetricError.unsuitableFrames(
                expected: "at least \(count) frames for \(network)", found: "\(seen)")
        }
        return try embed(kept)
    }
}
