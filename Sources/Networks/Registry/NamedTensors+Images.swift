import Media

extension NamedTensors {
    /// The integer input `name` `[B, 3, H, W]` of bytes as images; nil when there is none.
    func images(_ name: String, network: String) throws -> [RGBImage]? {
        guard let value = values[name] else { return nil }
        guard case .integer(let shape, let numbers) = value, shape.count == 4, shape[1] == 3,
            shape.allSatisfy({ $0 > 0 }), numbers.allSatisfy({ 0...255 ~= $0 })
        else {
            throw NetworkError.input(
                network: network, expected: "\(name) as integer B×3×H×W of values 0…255",
                found: value.shape.map(String.init).joined(separator: "×")
                    + ", or values that are no bytes")
        }
        let (height, width) = (shape[2], shape[3])
        let plane = height * width
        return (0..<shape[0]).map { image in
            var pixels = [UInt8](repeating: 0, count: plane * 3)
            for channel in 0..<3 {
                for pixel in 0..<plane {
                    pixels[pixel * 3 + channel] = UInt8(numbers[(image * 3 + channel) * plane + pixel])
                }
            }
            return RGBImage(width: width, height: height, pixels: pixels)
        }
    }
}
