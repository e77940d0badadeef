import Checkpoints
import Media
import Networks
import Tensor

/// How far odd frames lie from what AMT-S interpolates between their neighbours.
struct AMTFeatures: FeatureExtractor {
    private let network: AMT
    private let onForward: @Sendable (Int) -> Void

    /// - Parameter onForward: called with the number of pairs of every forward.
    init(_ network: AMT, onForward: @escaping @Sendable (Int) -> Void) {
        (self.network, self.onForward) = (network, onForward)
    }

    var frameKeys: [FeatureKey] { [.amtMidpoints] }

    func begin(_ keys: [FeatureKey], of clip: ClipOutline) -> any FeatureAccumulator {
        Accumulator { firsts, seconds in
            onForward(firsts.count)
            return try interpolated(firsts, seconds)
        }
    }

    /// The frames between those of `firsts` and `seconds`, `[B, H, W, 3]` in 0…1.
    private func interpolated(_ firsts: [RGBImage], _ seconds: [RGBImage]) throws -> Tensor {
        let (width, height) = (firsts[0].width, firsts[0].height)
        let padding = AMT.padding(height: height, width: width)
        let (side, least) = (
            min(
                width + padding.left + padding.right, height + padding.top + padding.bottom),
            network.config.smallestSide
        )
        guard side >= least else {
            throw MetricError.tooSmall(
                expected: "padded sides of at least \(least) pixels for AMT-S", found: "\(width)×\(height)")
        }
        func prepared(_ images: [RGBImage]) -> Tensor {
            let frames = Tensor.stacked(images.map { $0.tensor.reshaped([1, height, width, 3]) })
            return frames.mapped { $0 / 255 }.replicatePadded(padding)
        }
        return try network(between: prepared(firsts), and: prepared(seconds)).cropped(padding)
    }

    /// Pairs of even frames wait until there are a few; the odd frame between them waits beside.
    private final class Accumulator: FeatureAccumulator {
        /// Pairs of one forward.
        private static let batch = 4

        private let interpolate: ([RGBImage], [RGBImage]) throws -> Tensor
        private var seen = 0
        private var even: RGBImage?
        private var odd: RGBImage?
        private var firsts: [RGBImage] = []
        private var seconds: [RGBImage] = []
        private var middles: [RGBImage] = []
        private var errors: [Float] = []

        init(interpolate: @escaping ([RGBImage], [RGBImage]) throws -> Tensor) {
            self.interpolate = interpolate
        }

        func append(_ frames: [RGBImage]) throws {
            for frame in frames {
                if let even, (even.width, even.height) != (frame.width, frame.height) {
                    throw MetricError.unsuitableFrames(
                        expected: "frames of one size",
                        found: "\(even.width)×\(even.height) and \(frame.width)×\(frame.height)")
                }
                if seen % 2 == 1 {
                    odd = frame
                } else {
                    if let even, let odd {
                        firsts.append(even)
                        seconds.append(frame)
                        middles.append(odd)
                    }
                    even = frame
                    if firsts.count == Self.batch { try flush() }
                }
                seen += 1
            }
        }

        func finish() throws -> [FeatureKey: Tensor] {
            if !firsts.isEmpty { try flush() }
            return [.amtMidpoints: Tensor([errors.count, 1], errors)]
        }

        private func flush() throws {
            let found = try interpolate(firsts, seconds)
            for (index, middle) in middles.enumerated() {
                errors.append(Self.meanDifference(found[index..<index + 1], middle))
            }
            firsts.removeAll()
            seconds.removeAll()
            middles.removeAll()
        }

        /// Mean absolute byte difference; the interpolation is truncated to bytes.
        private static func meanDifference(_ found: Tensor, _ frame: RGBImage) -> Float {
            var sum = 0
            found.withElements { elements in
                for (value, byte) in zip(elements, frame.pixels) {
                    sum += abs(Int(min(max(value * 255, 0), 255)) - Int(byte))
                }
            }
            return Float(Double(sum) / Double(frame.pixels.count))
        }
    }
}

extension ExtractorRegistration {
    static let amt = ExtractorRegistration(
        AMT.name, frames: [.amtMidpoints], published: AMTConfig(), demo: .demo
    ) { config, weights, _, onForward in
        AMTFeatures(try AMT.load(config, from: weights), onForward: onForward)
    }
}
