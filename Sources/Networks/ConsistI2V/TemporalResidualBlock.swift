import Checkpoints
import Tensor

/// Convolutions over time with a residual connection and a learnt mixing weight.
///
/// `h = conv2(silu(GN(conv1(silu(GN(x))))))`, `y = a · x + (1 - a) · (x + h)`, `a = clamp(alpha, 0, 1)`.
/// Norms have 32 groups and epsilon 1e-6 whatever the configuration says, and statistics of single frames.
/// Shapes: x `[B·F, H, W, C]` to the same. Source: `conv3ds` of the released U-Net.
package struct TemporalResidualBlock: Sendable {
    private let norm1, norm2: GroupNorm
    private let conv1, conv2: TemporalConvolution
    private let alpha: Float

    package init(_ scope: WeightScope, channels: Int) throws {
        norm1 = try GroupNorm(scope("norm1"), groups: 32, channels: channels, epsilon: 1e-6)
        norm2 = try GroupNorm(scope("norm2"), groups: 32, channels: channels, epsilon: 1e-6)
        conv1 = try TemporalConvolution(scope("conv1"), input: channels, output: channels)
        conv2 = try TemporalConvolution(scope("conv2"), input: channels, output: channels)
        alpha = min(max(try scope.tensor("alpha", [1]).values[0], 0), 1)
        scope("time_emb_proj").ignore("weight")
        scope("time_emb_proj").ignore("bias")
    }

    private init(_ other: TemporalResidualBlock, alpha: Float) {
        (norm1, norm2, conv1, conv2) = (other.norm1, other.norm2, other.conv1, other.conv2)
        self.alpha = min(max(alpha, 0), 1)
    }

    /// The same block with another mixing weight.
    package func with(alpha: Float) -> TemporalResidualBlock { TemporalResidualBlock(self, alpha: alpha) }

    package func callAsFunction(_ x: Tensor, frames: Int) -> Tensor {
        // A weight of one returns the input whatever the convolutions say.
        guard alpha < 1 else { return x }
        let (shape, folded) = (x.shape, [x.shape[0] / frames, frames, x.shape[1] * x.shape[2], x.shape[3]])
        let h = conv1(norm1(x, activation: .silu).reshaped(folded))
        let normalized = norm2(h.reshaped(shape), activation: .silu).reshaped(folded)
        let y = conv2(normalized, residual: x.reshaped(folded)).reshaped(shape)
        return alpha == 0 ? y : .mix(x, y, weight: alpha)
    }
}
