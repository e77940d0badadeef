/// An axis-aligned rectangle in pixels, left and top inclusive, right and bottom exclusive.
public struct Box: Sendable, Hashable, Codable {
    public var left, top, right, bottom: Float

    public init(left: Float, top: Float, right: Float, bottom: Float) {
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    }

    public var width: Float { right - left }
    public var height: Float { bottom - top }

    /// `width · height`; negative where exactly one of them is.
    public var area: Float { width * height }

    /// Whether there is a pixel in it.
    public var isEmpty: Bool { !(width > 0 && height > 0) }

    var isFinite: Bool { left.isFinite && top.isFinite && right.isFinite && bottom.isFinite }

    /// Corners as the operations on feature maps take them.
    var corners: SIMD4<Float> { SIMD4(left, top, right, bottom) }

    /// Area shared with another box.
    func intersection(_ other: Box) -> Float {
        let width = max(0, min(right, other.right) - max(left, other.left))
        return width * max(0, min(bottom, other.bottom) - max(top, other.top))
    }

    /// Intersection over union, 0…1; 0 where both boxes are empty.
    public func overlap(with other: Box) -> Float {
        let shared = intersection(other)
        return shared > 0 ? shared / (area + other.area - shared) : 0
    }

    /// The part of the box inside an image.
    public func clipped(width: Int, height: Int) -> Box {
        func within(_ value: Float, _ extent: Int) -> Float { min(max(value, 0), Float(extent)) }
        return Box(
            left: within(left, width), top: within(top, height), right: within(right, width),
            bottom: within(bottom, height))
    }
}

extension Box {
    /// Left, top, right, bottom.
    public var coordinates: [Float] { [left, top, right, bottom] }

    /// - Precondition: four coordinates: left, top, right, bottom.
    init(_ coordinates: some Collection<Float>) {
        let values = Array(coordinates)
        precondition(values.count == 4, "\(values.count) coordinates of a box")
        self.init(left: values[0], top: values[1], right: values[2], bottom: values[3])
    }
}
