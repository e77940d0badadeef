import Checkpoints
import Tensor

/// Stable Diffusion's residual block, applied to every image by itself.
///
/// `h = conv1(silu(norm1(x))) + time_emb_proj(silu(emb))`, `y = shortcut(x) + conv2(silu(norm2(h)))`; the shortcut
/// is a 1×1 convolution where the widths differ. The VAE's blocks have no embedding.
/// Shapes: x `[N, H, W, C]`, emb `[N or 1, E]`, y `[N, H, W, C']`.
public struct ResidualBlock2D: Sendable {
    private let norm1: GroupNorm
    private let conv1: Convolution2D
    private let timeProjection: Linear?
    private let norm2: GroupNorm
    private let conv2: Convolution2D
    private let shortcut: Convolution2D?

    public init(
        _ scope: WeightScope, input: Int, output: Int, embedding: Int?, groups: Int, epsilon: Float
    ) throws {
        norm1 = try GroupNorm(scope("norm1"), groups: groups, channels: input, epsilon: epsilon)
        conv1 = try Convolution2D(scope("conv1"), input: input, output: output, kernel: 3, padding: .all(1))
        timeProjection = try embedding.map {
            try Linear(scope("time_emb_proj"), input: $0, output: output)
        }
        norm2 = try GroupNorm(scope("norm2"), groups: groups, channels: output, epsilon: epsilon)
        conv2 = try Convolution2D(scope("conv2"), input: output, output: output, kernel: 3, padding: .all(1))
        shortcut =
            input == output
            ? nil
            : try Convolution2D(
                scope("conv_shortcut"), input: input, output: output, kernel: 1, padding: .all(0))
    }

    /// - Parameter activatedEmbedding: `silu(emb)`, one row for all images or one an image.
    public func callAsFunction(_ x: Tensor, activatedEmbedding: Tensor? = nil) -> Tensor {
        var h = conv1(norm1(x, activation: .silu))
        if let timeProjection, let activatedEmbedding {
            h = h.addingPerSample(timeProjection(activatedEmbedding))
        }
        return conv2(norm2(h, activation: .silu), residual: shortcut?(x) ?? x)
    }
}
