import Checkpoints
import Tensor

/// What makes a video model of an image model: after a layer, every frame takes in the frames before it.
///
/// `u_i = conv(u_{i-d+1}, …, u_{i-1}, h_i)` for i = 0…F-1 in turn, so that one module carries information from the
/// first frame to the last; `y = h + adapter(channels(u))` with a 1-D convolution over channels and a depth-wise
/// 3×3×3 convolution. Frames before the first are frame 0. With an adapter of zeros, y is h.
/// Information runs forward without limit; backward it runs as far as the adapter's kernel, one frame a module.
/// Cost and memory are linear in F. Shapes: h `[B·F, H, W, C]` to the same.
/// Source: "Implicit Semi-Auto-Regressive Image-to-Video Diffusion", section 2.2 and algorithm 1.
/// Differs: the paper leaves open what stands before the first frame, the kernel of the 1-D convolution (one here),
/// and the residual connection around the module.
package struct LookBackModule: Sendable {
    private let lookBack: Convolution2D
    private let channelMixing: Linear
    private let adapter: DepthwiseConvolution3D
    private let depth: Int

    package init(_ scope: WeightScope, channels: Int, depth: Int, kernel: Int) throws {
        self.depth = depth
        lookBack = try Self.lookBack(scope("look_back"), channels: channels, depth: depth, kernel: kernel)
        channelMixing = Linear(
            weight: try scope("channels").tensor("weight", [channels, channels, 1])
                .reshaped([channels, channels]), bias: try scope("channels").tensor("bias", [channels]))
        adapter = try DepthwiseConvolution3D(scope("adapter"), channels: channels)
    }

    /// Checkpoints hold the kernel `[C, d·C, k, k]`. Where a source has no shapes it is asked for as the matrix of the
    /// same numbers: synthetic matrices keep the spread of what they are multiplied with, synthetic kernels double its
    /// square, and a recurrence would do that once a frame.
    private static func lookBack(_ scope: WeightScope, channels: Int, depth: Int, kernel: Int) throws
        -> Convolution2D
    {
        let shape = [channels, depth * channels, kernel, kernel]
        let isKernel = scope.shape(of: "weight")?.count == shape.count
        let weight = try scope.tensor(
            "weight", isKernel ? shape : [channels, shape[1...].reduce(1, *)])
        return Convolution2D(
            weight: weight.reshaped(shape), bias: try scope.tensor("bias", [channels]),
            padding: .all(kernel / 2))
    }

    /// - Parameter holdsFirstFrame: whether frame 0 leaves the module as it came.
    package func callAsFunction(_ h: Tensor, frames: Int, holdsFirstFrame: Bool = false) -> Tensor {
        let (shape, videos) = (h.shape, h.shape[0] / frames)
        let mixed = channelMixing(updated(h, frames: frames))
        let folded = [videos, frames] + shape[1...]
        let result = adapter(mixed.reshaped(folded), residual: h.reshaped(folded)).reshaped(shape)
        guard holdsFirstFrame else { return result }
        let frame = shape[1...].reduce(1, *)
        for first in stride(from: 0, to: shape[0], by: frames) {
            (result.pointer + first * frame).update(from: h.pointer + first * frame, count: frame)
        }
        return withExtendedLifetime(h) { result }
    }

    /// The frames after the recurrence, `[B·F, H, W, C]`.
    package func updated(_ h: Tensor, frames: Int) -> Tensor {
        let (shape, videos) = (h.shape, h.shape[0] / frames)
        let byFrame = h.reshaped([videos, frames] + shape[1...]).transposed([1, 0, 2, 3, 4])
            .reshaped([frames * videos] + shape[1...])
        var done: [Tensor] = []
        for index in 0..<frames {
            let own = byFrame[index * videos..<(index + 1) * videos]
            let earlier = (index - depth + 1..<index).map { index == 0 ? own : done[max($0, 0)] }
            done.append(lookBack(.joined(earlier + [own])))
        }
        return Tensor.stacked(done).reshaped([frames, videos] + shape[1...]).transposed([1, 0, 2, 3, 4])
            .reshaped(shape)
    }
}
