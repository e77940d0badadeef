import Foundation

/// How four numbers of a box regression move a box.
///
/// With the box's centre c and size s, and deltas divided by the weights: c' = c + d · s, s' = s · e^d, where d of
/// the size is at most ln(1000 / 16).
/// Source: Girshick 2015, Fast R-CNN, in detectron2's form (no +1 on sizes).
public struct BoxDeltas: Sendable, Hashable {
    /// Divisors of dx, dy, dw, dh.
    public let weights: SIMD4<Float>

    private static let largest = Float(log(1000.0 / 16))

    public init(weights: SIMD4<Float>) { self.weights = weights }

    public func applied(_ deltas: SIMD4<Float>, to box: Box) -> Box {
        let scaled = deltas / weights
        let (width, height) = (box.width, box.height)
        let centreX = scaled[0] * width + (box.left + 0.5 * width)
        let centreY = scaled[1] * height + (box.top + 0.5 * height)
        let halfWidth = 0.5 * (exp(min(scaled[2], Self.largest)) * width)
        let halfHeight = 0.5 * (exp(min(scaled[3], Self.largest)) * height)
        return Box(
            left: centreX - halfWidth, top: centreY - halfHeight, right: centreX + halfWidth,
            bottom: centreY + halfHeight)
    }
}
