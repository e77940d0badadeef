/// One 8-bit RGB image, rows top to bottom, channels interleaved.
public struct RGBImage: Sendable {
    public let width: Int
    public let height: Int
    /// `height * width * 3` bytes.
    public var pixels: [UInt8] {
        didSet { planes = nil }
    }
    /// What the bytes were converted from, for scalers that start there; nil for images that come from elsewhere or
    /// were changed.
    var planes: FramePlanes?

    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(pixels.count == width * height * 3, "\(pixels.count) bytes for \(width)x\(height) RGB")
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}

extension RGBImage: Hashable {
    /// Images are equal whose bytes are.
    public static func == (left: RGBImage, right: RGBImage) -> Bool {
        (left.width, left.height) == (right.width, right.height) && left.pixels == right.pixels
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(width)
        hasher.combine(height)
        hasher.combine(pixels)
    }
}
