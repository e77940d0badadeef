import Checkpoints
import Tensor

/// The VAE's single-head self-attention over pixels, with group norm before and the input added after.
///
/// Shapes: `[N, H, W, C]` to the same.
public struct AutoencoderAttention: Sendable {
    private let norm: GroupNorm
    private let queryKeyValue: Linear
    private let output: Linear
    private let channels: Int

    public init(_ scope: WeightScope, channels: Int, groups: Int) throws {
        self.channels = channels
        norm = try GroupNorm(scope("group_norm"), groups: groups, channels: channels, epsilon: 1e-6)
        let parts = try ["to_q", "to_k", "to_v"].map { try Self.projection(scope, $0, channels) }
        queryKeyValue = Linear(weight: .stacked(parts.map(\.weight)), bias: .stacked(parts.map(\.bias)))
        let last = try Self.projection(scope, "to_out.0", channels)
        output = Linear(weight: last.weight, bias: last.bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        let (images, pixels) = (x.shape[0], x.shape[1] * x.shape[2])
        let joint = queryKeyValue(norm(x).reshaped([images, pixels, channels]))
        func columns(_ part: Int) -> TokenColumns {
            TokenColumns(joint, start: part * channels, width: channels)
        }
        let attended = attention(
            columns(0), [KeyValueSegment(keys: columns(1), values: columns(2))], heads: 1)
        return output(attended, residual: x.reshaped([images, pixels, channels])).reshaped(x.shape)
    }

    /// Files of older diffusers versions use other names, and sometimes 1×1 convolution shapes.
    private static func projection(
        _ scope: WeightScope, _ name: String, _ channels: Int
    ) throws -> (weight: Tensor, bias: Tensor) {
        let older = ["to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"][name]!
        let chosen = scope(older).has("weight") ? older : name
        let isConvolution = scope(chosen).shape(of: "weight")?.count == 4
        let shape = isConvolution ? [channels, channels, 1, 1] : [channels, channels]
        let weight = try scope(chosen).tensor("weight", shape)
        return (weight.reshaped([channels, channels]), try scope(chosen).tensor("bias", [channels]))
    }
}
