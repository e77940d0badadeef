import Benchmarks
import Media
import Networks
import Tensor

/// Whether a network's flow of a video goes where the renderer moves things.
///
/// `agreement = Σ u·v / √(Σ u·u · Σ v·v)` over the pixels of all neighbouring frames that the renderer moves by half a
/// pixel or more and that stay visible, u the network's flow between the video's frames and v the renderer's: 1 for the
/// same movement at any speed, 0 for one at random or across it, below 0 for the way back. `length = √(Σ u·u / Σ v·v)`:
/// where nothing moves, a small network sees a little flow all the same.
struct FlowDirection {
    let agreement: Double
    let length: Double

    /// Within 60° on the whole, and at least half as fast.
    var isRight: Bool { agreement >= 0.5 && length >= 0.5 }

    /// - Throws: `NetworkError` for frames that RAFT does not take.
    init(_ frames: [RGBImage], clip: DemoClip, network: RAFT) throws {
        var (along, found, wanted) = (0.0, 0.0, 0.0)
        for (index, (now, next)) in zip(frames, frames.dropFirst()).enumerated() {
            let flow = clip.flow(from: index)
            let seen = try network(from: Self.tensor(now), to: Self.tensor(next)).fine.values
            flow.forEachMovingPixel { pixel, dx, dy in
                let (x, y) = (Double(seen[pixel * 2]), Double(seen[pixel * 2 + 1]))
                along += dx * x + dy * y
                found += x * x + y * y
                wanted += dx * dx + dy * dy
            }
        }
        length = wanted > 0 ? (found / wanted).squareRoot() : 0
        agreement = found * wanted > 0 ? along / (found * wanted).squareRoot() : 0
    }

    /// `[1, H, W, 3]` of RGB values 0…255.
    private static func tensor(_ image: RGBImage) -> Tensor {
        Tensor([1, image.height, image.width, 3], image.pixels.map { Float($0) })
    }
}
