import Checkpoints
import Tensor

/// A Swin block: `h += proj(attention in windows(norm1(h)))`, `h += fc2(gelu(fc1(norm2(h))))`.
///
/// Shapes: `[B, side · side, D]` to the same, tokens row-major over the grid.
struct SwinBlock: Sendable {
    private let partition: WindowPartition
    private let order: [Int]
    private let places: [Int]
    private let bias: AttentionBias
    private let norm1: LayerNorm
    private let queryKeyValue: Linear
    private let projection: Linear
    private let norm2: LayerNorm
    private let fc1: Linear
    private let fc2: Linear
    private let heads: Int

    init(
        _ scope: WeightScope, width: Int, heads: Int, inner: Int, partition: WindowPartition
    ) throws {
        (self.heads, self.partition) = (heads, partition)
        (order, places) = (partition.order, partition.places)
        let (attention, span) = (scope("attn"), 2 * partition.window - 1)
        bias = partition.bias(try attention.tensor("relative_position_bias_table", [span * span, heads]))
        attention.ignore("relative_position_index")
        scope.ignore("attn_mask")
        norm1 = try LayerNorm(scope("norm1"), width: width, epsilon: 1e-5)
        queryKeyValue = try Linear(attention("qkv"), input: width, output: 3 * width)
        projection = try Linear(attention("proj"), input: width, output: width)
        norm2 = try LayerNorm(scope("norm2"), width: width, epsilon: 1e-5)
        fc1 = try Linear(scope("mlp")("fc1"), input: width, output: inner)
        fc2 = try Linear(scope("mlp")("fc2"), input: inner, output: width)
    }

    func callAsFunction(_ tokens: Tensor) -> Tensor {
        let width = tokens.width
        let joint = queryKeyValue(norm1(tokens), order: order).reshaped([-1, partition.area, 3 * width])
        func columns(_ part: Int) -> TokenColumns { TokenColumns(joint, start: part * width, width: width) }
        let attended = attention(
            columns(0), [KeyValueSegment(keys: columns(1), values: columns(2))], heads: heads, bias: bias)
        let h = projection(attended.reshaped(tokens.shape), order: places, residual: tokens)
        return fc2(fc1(norm2(h), activation: .gelu), residual: h)
    }
}
