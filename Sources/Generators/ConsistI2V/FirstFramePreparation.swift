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
        let unit = Tensor([image.height, image.width, 3], image.pixels.map { Float($0) / 255 })
        let size = Self.resizedSize(height: image.height, width: image.width, shorterSide: height)
        let resized = Self.bilinear(unit, height: size.height, width: size.width)
        return Self.centreCrop(resized, height: height, width: width).mapped { ($0 - 0.5) / 0.5 }
            .reshaped([1, height, width, 3])
    }

    /// The size whose shorter side is `shorterSide`; the longer one is cut to a whole number.
    static func resizedSize(height: Int, width: Int, shorterSide: Int) -> (height: Int, width: Int) {
        height <= width
            ? (shorterSide, max(1, shorterSide * width / height))
            : (max(1, shorterSide * height / width), shorterSide)
    }

    /// Crop of `[H, W, C]` about the centre, with zeros where it reaches outside. Ties round to even.
    static func centreCrop(_ image: Tensor, height: Int, width: Int) -> Tensor {
        let (rows, columns, channels) = (image.shape[0], image.shape[1], image.shape[2])
        let top = origin(length: rows, target: height)
        let left = origin(length: columns, target: width)
        let result = Tensor([height, width, channels], filledWith: 0)
        for row in max(0, -top)..<min(height, rows - top) {
            let first = max(0, -left)
            let count = min(width, columns - left) - first
            (result.pointer + (row * width + first) * channels).update(
                from: image.pointer + ((row + top) * columns + first + left) * channels,
                count: count * channels)
        }
        return withExtendedLifetime(image) { result }
    }

    /// First source index of a centred run of `target` out of `length`; negative where padding comes first.
    private static func origin(length: Int, target: Int) -> Int {
        guard target <= length else { return -((target - length) / 2) }
        return Int((Double(length - target) / 2).rounded(.toNearestOrEven))
    }

    /// Source coordinate `max(0, (target + 0.5) · in/out - 0.5)`; `[H, W, C]` to `[height, width, C]`.
    private static func bilinear(_ image: Tensor, height: Int, width: Int) -> Tensor {
        let (rows, columns, channels) = (image.shape[0], image.shape[1], image.shape[2])
        let result = Tensor([height, width, channels])
        let verticals = (0..<height).map { BilinearTap($0, input: rows, output: height) }
        let horizontals = (0..<width).map { BilinearTap($0, input: columns, output: width) }
        var position = result.pointer
        for vertical in verticals {
            let upper = image.pointer + vertical.first * columns * channels
            let lower = image.pointer + vertical.second * columns * channels
            for horizontal in horizontals {
                let (left, right) = (horizontal.first * channels, horizontal.second * channels)
                for channel in 0..<channels {
                    let above = horizontal.mix(upper[left + channel], upper[right + channel])
                    let below = horizontal.mix(lower[left + channel], lower[right + channel])
                    position.pointee = vertical.mix(above, below)
                    position += 1
                }
            }
        }
        return withExtendedLifetime(image) { result }
    }
}

/// The two source pixels of a target pixel and the weight of the second.
private struct BilinearTap {
    let first: Int
    let second: Int
    let weight: Float

    init(_ target: Int, input: Int, output: Int) {
        let scale = Float(input) / Float(output)
        let source = max(0, scale * (Float(target) + 0.5) - 0.5)
        first = min(Int(source), input - 1)
        second = min(first + 1, input - 1)
        weight = source - Float(first)
    }

    func mix(_ left: Float, _ right: Float) -> Float { (1 - weight) * left + weight * right }
}
