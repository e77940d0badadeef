import Media

/// The picture most fixtures were made from: `(x (5 + 4c) + y (3 + 7c) + 50c + 40 seed) mod 256`.
func gradient(width: Int, height: Int, seed: Int = 0) -> RGBImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            for c in 0..<3 {
                pixels.append(UInt8((x * (5 + 4 * c) + y * (3 + 7 * c) + 50 * c + 40 * seed) % 256))
            }
        }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
}

extension RGBImage {
    /// The first channel of every pixel in all three.
    var redAsGrey: RGBImage {
        RGBImage(width: width, height: height, pixels: pixels.indices.map { pixels[$0 / 3 * 3] })
    }

    /// The pixels for which `body` gives (column, row) of their source.
    func rearranged(width: Int, height: Int, _ body: (Int, Int) -> (Int, Int)) -> RGBImage {
        var result: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let (column, row) = body(x, y)
                let start = (row * self.width + column) * 3
                result += pixels[start..<start + 3]
            }
        }
        return RGBImage(width: width, height: height, pixels: result)
    }
}
