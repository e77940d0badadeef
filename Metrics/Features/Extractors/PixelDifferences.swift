import Media
import Tensor

/// Differences of neighbouring frames; only one frame is kept at a time.
struct PixelDifferences: FeatureExtractor {
    var frameKeys: [FeatureKey] { [.pairMAE] }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator { Accumulator() }

    private final class Accumulator: FeatureAccumulator {
        private var last: RGBImage?
        private var errors: [Float] = []

        func append(_ frames: [RGBImage]) throws {
            for frame in frames {
                if let last {
                    guard (last.width, last.height) == (frame.width, frame.height) else {
                        throw MetricError.unsuitableFrames(
                            expected: "frames of one size",
                            found: "\(last.width)×\(last.height) and \(frame.width)×\(frame.height)")
                    }
                    errors.append(Float(frame.meanAbsoluteDifference(to: last)))
                }
                last = frame
            }
        }

        func finish() -> [FeatureKey: Tensor] { [.pairMAE: Tensor([errors.count, 1], errors)] }
    }
}

extension ExtractorRegistration {
    static let pixels = ExtractorRegistration("pixels", frames: [.pairMAE]) { PixelDifferences() }
}
