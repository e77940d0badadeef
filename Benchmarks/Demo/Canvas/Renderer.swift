import Media

/// Draws scenes. Every pixel is the mean of 4×4 point samples, so edges are smooth, and only IEEE additions,
/// multiplications, divisions and square roots are used, so the bytes are the same on every machine.
struct Renderer: Sendable {
    static let samplesPerSide = 4
    /// Layers are looked up once for a square of this many pixels.
    private static let tile = 8

    let scene: Scene
    let width: Int
    let height: Int

    /// Places every layer in the picture at one frame.
    func placed(at frame: Int) -> PlacedScene {
        let pixels = Affine.scale(Double(width) / 64, Double(height) / 64)
        return PlacedScene(
            layers: scene.layers.map { layer in
                let placement = scene.camera(Double(frame)) * layer.motion(Double(frame))
                return PlacedLayer(layer: layer, toPicture: pixels * placement)
            })
    }

    func image(at frame: Int) -> RGBImage {
        let placed = placed(at: frame)
        var bytes = [UInt8](repeating: 0, count: width * height * 3)
        for top in stride(from: 0, to: height, by: Self.tile) {
            for left in stride(from: 0, to: width, by: Self.tile) {
                let bottom = min(top + Self.tile, height)
                let right = min(left + Self.tile, width)
                let area = Bounds(Double(left), Double(top), Double(right), Double(bottom))
                let candidates = placed.touching(area)
                for row in top..<bottom {
                    for column in left..<right {
                        let mean = candidates.mean(column: column, row: row, side: Self.samplesPerSide)
                        let offset = (row * width + column) * 3
                        for channel in 0..<3 {
                            let level = (mean[channel] * 255 + 0.5).rounded(.down)
                            bytes[offset + channel] = UInt8(min(255, max(0, level)))
                        }
                    }
                }
            }
        }
        return RGBImage(width: width, height: height, pixels: bytes)
    }
}
