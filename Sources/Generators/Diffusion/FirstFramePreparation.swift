import Media
import Tensor

/// Turns any image into the first frame that the model was trained to see.
///
/// Bytes to [0, 1]; the shorter side becomes `height` (bilinear, no antialiasing, so large photographs alias as
/// they did for the authors); centre crop to the target, zero-padded where the image is smaller; then
/// `(x - 0.5) / 0.5`.
/// Shapes: result `[1, height, width, 3]` in [-1, 1].
/// Source: released inference code (torchvision `Resize` without antialias, `CenterCrop`).
public struct FirstFramePreparation: Sendable, Hashable {
    public var height: Int
    public var width: Int

    public init(height: Int, width: Int) { (self.height, self.width) = (height, width) }

    public func callAsFunction(_ image: RGBImage) -> Tensor {
        let resized = Self.unitRange(image, shortSide: height)
        return Framing.centreCrop(resized, width: width, height: height).mapped { ($0 - 0.5) / 0.5 }
            .reshaped([1, height, width, 3])
    }

    /// An image whose shorter side is `shortSide`, not cropped: `[H, W, 3]` in [-1, 1].
    static func resized(_ image: RGBImage, shortSide: Int) -> Tensor {
        unitRange(image, shortSide: shortSide).mapped { ($0 - 0.5) / 0.5 }
    }

    private static func unitRange(_ image: RGBImage, shortSide: Int) -> Tensor {
        let unit = Tensor([image.height, image.width, 3], image.pixels.map { Float($0) / 255 })
        let size = Framing.shortSide(shortSide, width: image.width, height: image.height)
        return Resize.torchBilinear(unit, height: size.height, width: size.width)
    }
}
