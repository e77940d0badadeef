import Tensor

/// Sizes and offsets of the resize-and-crop steps that reference code shares.
///
/// Source: torchvision `Resize(int)` and `CenterCrop`.
public enum Framing {
    /// The size whose short side is `length`, the long side scaled along and truncated; unchanged where the short
    /// side already fits.
    public static func shortSide(_ length: Int, width: Int, height: Int) -> (width: Int, height: Int) {
        let (short, long) = (min(width, height), max(width, height))
        guard short != length else { return (width, height) }
        let scaled = length * long / short
        return width <= height ? (length, scaled) : (scaled, length)
    }

    /// Where a centred window of `length` starts along an axis of `size`: `(size - length) / 2`, half to even.
    /// Negative when the window is larger.
    public static func centreOffset(size: Int, length: Int) -> Int {
        // Padding puts the smaller half in front, so the window starts that far before the axis.
        if size < length { return -((length - size) / 2) }
        return Int((Double(size - length) / 2).rounded(.toNearestOrEven))
    }

    /// The centred window of `width`×`height`, zeros where it reaches beyond the frames.
    ///
    /// Shapes: `[H, W, C]` or `[F, H, W, C]` to the same rank.
    public static func centreCrop(_ frames: Tensor, width: Int, height: Int) -> Tensor {
        let shape = frames.shape
        let (rows, columns, channels) = (
            shape[shape.count - 3], shape[shape.count - 2], shape[shape.count - 1]
        )
        let count = shape.dropLast(3).reduce(1, *)
        let top = centreOffset(size: rows, length: height)
        let left = centreOffset(size: columns, length: width)
        if (rows, columns) == (height, width) { return frames }
        let result = Tensor(shape.dropLast(3) + [height, width, channels], filledWith: 0)
        let firstColumn = max(0, -left)
        let copied = max(0, min(columns - max(left, 0), width - firstColumn)) * channels
        for frame in 0..<count {
            for row in 0..<height where rows > row + top && row + top >= 0 {
                let source = frames.pointer + ((frame * rows + row + top) * columns + max(left, 0)) * channels
                let target = result.pointer + ((frame * height + row) * width + firstColumn) * channels
                target.update(from: source, count: copied)
            }
        }
        return withExtendedLifetime(frames) { result }
    }

    /// The centred window of `width`×`height`, black where it reaches beyond the image.
    public static func centreCrop(_ image: RGBImage, width: Int, height: Int) -> RGBImage {
        image.window(
            x: centreOffset(size: image.width, length: width),
            y: centreOffset(size: image.height, length: height),
            width: width, height: height)
    }
}
