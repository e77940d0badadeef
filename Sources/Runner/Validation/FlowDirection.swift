import Benchmarks
import Media
import Networks
import Statistics
import Tensor

/// Whether a network's flow of a video goes, on the whole, where the renderer moves things.
///
/// From each frame to the next, `along = Σ u·v / Σ v·v` and `across = Σ u×v / Σ v·v` over the pixels that the renderer
/// moves by half a pixel or more and that stay visible, u the network's flow between the video's frames and v the
/// renderer's: the share of the speed that goes the right way, 1 for the same movement, below 0 for the way back, and
/// what goes to its right. Means over pixels and frames let what flickers without going anywhere cancel out.
struct FlowDirection {
    /// Over the steps from each frame to the next in which anything moves; nil where nothing ever does.
    let along: Summary?
    let across: Summary?

    /// The mean lies within 45° of the right way, however small it is.
    var isRight: Bool {
        guard let along, let across else { return false }
        return along.mean > 0 && abs(across.mean) <= along.mean
    }

    /// And it stands two standard errors or more above 0, which noise seldom does, and above a twentieth of the right
    /// speed: in stills, whose frames all err alike, the demo's RAFT sees up to 3 %.
    var isSure: Bool {
        guard isRight, let along else { return false }
        let standardError = (along.standardDeviation ?? 0) / Double(along.count).squareRoot()
        return along.mean >= 0.05 && along.mean >= 2 * standardError
    }

    /// - Throws: `NetworkError` for frames that RAFT does not take.
    init(_ frames: [RGBImage], clip: DemoClip, network: RAFT) throws {
        let steps = try zip(frames, frames.dropFirst()).enumerated().compactMap {
            try Self.step(from: $1.0, to: $1.1, truth: clip.flow(from: $0), network: network)
        }
        along = Summary(steps.map(\.along))
        across = Summary(steps.map(\.across))
    }

    /// nil where nothing moves.
    private static func step(
        from now: RGBImage, to next: RGBImage, truth: OpticalFlow, network: RAFT
    ) throws -> (along: Double, across: Double)? {
        let seen = try network(from: tensor(now), to: tensor(next)).fine.values
        var (along, across, wanted) = (0.0, 0.0, 0.0)
        truth.forEachMovingPixel { pixel, dx, dy in
            let (x, y) = (Double(seen[pixel * 2]), Double(seen[pixel * 2 + 1]))
            along += dx * x + dy * y
            across += dx * y - dy * x
            wanted += dx * dx + dy * dy
        }
        return wanted > 0 ? (along / wanted, across / wanted) : nil
    }

    /// `[1, H, W, 3]` of RGB values 0…255.
    private static func tensor(_ image: RGBImage) -> Tensor {
        Tensor([1, image.height, image.width, 3], image.pixels.map { Float($0) })
    }
}
