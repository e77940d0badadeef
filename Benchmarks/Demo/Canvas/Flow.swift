/// The exact motion of every pixel from one frame to the next.
public struct OpticalFlow: Sendable, Hashable {
    public let width: Int
    public let height: Int
    /// `[H, W, 2]`: how far, in pixels, the surface seen at a pixel's centre moves to the right and down.
    public let vectors: [Float]
    /// `[H, W]`: 1 where that surface point is opaque and seen in both frames, 0 where it is covered, leaves the
    /// picture, or lies under something translucent.
    public let visible: [UInt8]

    /// Calls `body` with every pixel that stays visible and moves by half a pixel or more, and with its dx and dy.
    public func forEachMovingPixel(_ body: (Int, Double, Double) throws -> Void) rethrows {
        for pixel in 0..<width * height where visible[pixel] == 1 {
            let (dx, dy) = (Double(vectors[pixel * 2]), Double(vectors[pixel * 2 + 1]))
            if dx * dx + dy * dy >= 0.25 { try body(pixel, dx, dy) }
        }
    }
}

extension Renderer {
    /// Flow from `frame` to `frame + 1`, exact because every layer moves by an affine map.
    func flow(from frame: Int) -> OpticalFlow {
        let now = placed(at: frame)
        let next = placed(at: frame + 1)
        let maps = zip(now.layers, next.layers).map { $1.toPicture * $0.fromPicture }
        var vectors = [Float](repeating: 0, count: width * height * 2)
        var visible = [UInt8](repeating: 0, count: width * height)
        for row in 0..<height {
            for column in 0..<width {
                let centre = Point(Double(column) + 0.5, Double(row) + 0.5)
                let pixel = row * width + column
                guard let surface = now.frontmost(at: centre) else { continue }
                let moved = maps[surface](centre)
                vectors[pixel * 2] = Float(moved.x - centre.x)
                vectors[pixel * 2 + 1] = Float(moved.y - centre.y)
                let inside =
                    moved.x >= 0 && moved.y >= 0 && moved.x <= Double(width) && moved.y <= Double(height)
                if inside, now.owner(at: centre) == surface, next.owner(at: moved) == surface {
                    visible[pixel] = 1
                }
            }
        }
        return OpticalFlow(width: width, height: height, vectors: vectors, visible: visible)
    }
}
