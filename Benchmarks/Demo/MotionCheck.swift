import Media

/// Whether the pixels that move in a real clip move the same way in a video of the same first frame.
///
/// Every frame is predicted from the next at the pixels that the renderer moves by half a pixel or more and that stay
/// visible: where the true flow takes them, where they are, and where the flow backwards would take them.
public struct MotionCheck: Sendable {
    /// Mean squared errors of the three predictions, in bytes².
    public let forward, still, backward: Double
    /// Forward error over backward error of copies of the first frame.
    private let frozenRatio: Double

    /// The true flow predicts clearly better than the backward one, and by more than it does on copies of the first
    /// frame: interpolation smooths both alike, but a picture that does not move may look more like itself one way than
    /// the other.
    public var goesTheRightWay: Bool {
        forward < 0.9 * backward && forward < 0.9 * frozenRatio * backward
    }

    /// The true flow also predicts better than no movement, for which what moves has to keep its looks on the way.
    public var movesAsItShould: Bool { goesTheRightWay && forward < still }

    public init(_ frames: [RGBImage], clip: DemoClip) {
        let flows = (0..<frames.count - 1).map(clip.flow)
        (forward, still, backward) = Self.errors(frames, flows)
        let frozen = Self.errors(Array(repeating: frames[0], count: frames.count), flows)
        frozenRatio = frozen.forward / frozen.backward
    }

    private static func errors(_ frames: [RGBImage], _ flows: [OpticalFlow]) -> (
        forward: Double, still: Double, backward: Double
    ) {
        var (forward, still, backward, count) = (0.0, 0.0, 0.0, 0.0)
        for (flow, (now, next)) in zip(flows, zip(frames, frames.dropFirst())) {
            flow.forEachMovingPixel { pixel, dx, dy in
                let (x, y) = (Double(pixel % flow.width), Double(pixel / flow.width))
                forward += Self.error(now, pixel, next, x + dx, y + dy)
                still += Self.error(now, pixel, next, x, y)
                backward += Self.error(now, pixel, next, x - dx, y - dy)
                count += 1
            }
        }
        return (forward / count, still / count, backward / count)
    }

    /// Squared difference of a pixel and the picture `next` at (x, y), interpolated, the border repeated.
    private static func error(_ now: RGBImage, _ pixel: Int, _ next: RGBImage, _ x: Double, _ y: Double)
        -> Double
    {
        let (x, y) = (min(max(x, 0), Double(next.width - 1)), min(max(y, 0), Double(next.height - 1)))
        let (left, top) = (Int(x), Int(y))
        let (right, bottom) = (min(left + 1, next.width - 1), min(top + 1, next.height - 1))
        let (a, b) = (x - Double(left), y - Double(top))
        func byte(_ column: Int, _ row: Int, _ channel: Int) -> Double {
            Double(next.pixels[(row * next.width + column) * 3 + channel])
        }
        return (0..<3).reduce(0) { sum, channel in
            let upper = (1 - a) * byte(left, top, channel) + a * byte(right, top, channel)
            let lower = (1 - a) * byte(left, bottom, channel) + a * byte(right, bottom, channel)
            let difference = (1 - b) * upper + b * lower - Double(now.pixels[pixel * 3 + channel])
            return sum + difference * difference
        } / 3
    }
}
