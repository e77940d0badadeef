import Tensor

extension RGBImage {
    /// The bytes as numbers 0…255, `[H, W, 3]`.
    public var tensor: Tensor {
        let result = Tensor([height, width, 3])
        let target = result.pointer
        pixels.withUnsafeBufferPointer { bytes in
            for index in bytes.indices { target[index] = Float(bytes[index]) }
        }
        return result
    }

    /// The image of `[H, W, 3]` values 0…255: clamped, rounded half to even; NaN becomes 0.
    public init(rounding values: Tensor) {
        precondition(values.rank == 3 && values.shape[2] == 3, "an image of shape \(values.shape)")
        let pixels = values.withElements { elements in
            elements.map { value in UInt8(value > 0 ? min(value, 255).rounded(.toNearestOrEven) : 0) }
        }
        self.init(width: values.shape[1], height: values.shape[0], pixels: pixels)
    }

    /// The image in another size, as FFmpeg's `scale` filter makes it by linear interpolation.
    ///
    /// Images of decoded Y′CbCr video are scaled from the planes, in one pass with the conversion to RGB and with
    /// chroma that is interpolated over two columns at a time. Images that come from elsewhere (RGB, grey and palette
    /// formats, JPEG, arrays) or were cut or changed are scaled from their bytes by the same code. An image of that
    /// size stays as it is.
    ///
    /// Source: what decord 0.6 does when it is given a width and a height; its FFmpeg 4.1 scales linearly where later
    /// ones scale cubically.
    /// - Precondition: the size is positive.
    public func scaledByFFmpeg(width: Int, height: Int) -> RGBImage {
        precondition(width > 0 && height > 0, "scale to \(width)x\(height)")
        if (width, height) == (self.width, self.height) { return self }
        return planes?.scaled(width: width, height: height)
            ?? PlaneScaler.bilinear(self, width: width, height: height)
    }

    /// The window whose upper left corner is (x, y), black where it reaches beyond the image.
    public func window(x: Int, y: Int, width: Int, height: Int) -> RGBImage {
        if (x, y, width, height) == (0, 0, self.width, self.height) { return self }
        var result = [UInt8](repeating: 0, count: width * height * 3)
        let columns = max(0, -x)..<max(max(0, -x), min(width, self.width - x))
        for row in 0..<height where row + y >= 0 && row + y < self.height {
            let source = ((row + y) * self.width + columns.lowerBound + x) * 3
            let target = (row * width + columns.lowerBound) * 3
            result.replaceSubrange(
                target..<target + columns.count * 3, with: pixels[source..<source + columns.count * 3])
        }
        return RGBImage(width: width, height: height, pixels: result)
    }

    /// Sum of the absolute byte differences to an image of the same size; divided by the number of bytes, the
    /// mean absolute error.
    public func absoluteDifference(to other: RGBImage) -> Int {
        precondition((width, height) == (other.width, other.height), "images of different size")
        return pixels.withUnsafeBufferPointer { left in
            other.pixels.withUnsafeBufferPointer { right in
                var sum = 0
                // Partial sums of 32 bits vectorise; a block of 2^20 bytes cannot overflow one.
                for start in stride(from: 0, to: left.count, by: 1 << 20) {
                    var partial: UInt32 = 0
                    for index in start..<min(start + 1 << 20, left.count) {
                        let difference = Int16(left[index]) &- Int16(right[index])
                        partial &+= UInt32(truncatingIfNeeded: difference < 0 ? 0 &- difference : difference)
                    }
                    sum += Int(partial)
                }
                return sum
            }
        }
    }

    /// Mean of the absolute byte differences to an image of the same size, 0…255.
    public func meanAbsoluteDifference(to other: RGBImage) -> Double {
        Double(absoluteDifference(to: other)) / Double(max(pixels.count, 1))
    }
}
