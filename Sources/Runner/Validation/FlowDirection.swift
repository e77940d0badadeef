import Benchmarks
import Media
import Networks
import Tensor

/// Whether a network's flow of a video goes, on the whole, where the renderer moves things.
///
/// `along = Σ u·v / Σ v·v` and `across = Σ u×v / Σ v·v` over the pixels of all neighbouring frames that the renderer
/// moves by half a pixel or more and that stay visible, u the network's flow between the video's frames and v the
/// renderer's: the share of the speed that goes the right way, 1 for the same movement, below 0 for the way back, and
/// what goes to its right. Both are means, so that what flickers from frame to frame without going anywhere cancels out.
struct FlowDirection {
    let along: Double
    let across: Double

    /// Within 45°, and at least a quarter as fast: where nothing moves, a small network sees a little flow all the same.
    var isRight: Bool { along >= 0.25 && abs(across) <= along }

    /// - Throws: `NetworkError` for frames that RAFT does not take.
    init(_ frames: [RGBImage], clip: DemoClip, network: RAFT) throws {
        var (along, across, wanted) = (0.0, 0.0, 0.0)
        for (index, (now, next)) in zip(frames, frames.dropFirst()).enumerated() {
            let flow = clip.flow(from: index)
            let seen = try network(from: Self.tensor(now), to: Self.tensor(next)).fine.values
            flow.forEachMovingPixel { pixel, dx, dy in
                let (x, y) = (Double(seen[pixel * 2]), Double(seen[pixel * 2 + 1]))
                along += dx * x + dy * y
                across += dx * y - dy * x
                wanted += dx * dx + dy * dy
            }
        }
        self.along = wanted > 0 ? along / wanted : 0
        self.across = wanted > 0 ? across / wanted : 0
    }

    /// `[1, H, W, 3]` of RGB values 0…255.
    private static func tensor(_ image: RGBImage) -> Tensor {
        Tensor([1, image.height, image.width, 3], image.pixels.map { Float($0) })
    }
}
