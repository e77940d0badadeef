import Tensor

/// A pre-norm transformer layer: `h += attn(norm1(h))`, `h += fc2(act(fc1(norm2(h))))`.
///
/// Queries, keys and values come from one projection whose outputs stand side by side, heads contiguous.
/// Shapes: `[B, T, D]` to the same.
struct PreNormBlock: Sendable {
    let norm1: LayerNorm
    let queryKeyValue: Linear
    let output: Linear
    let norm2: LayerNorm
    let fc1: Linear
    let fc2: Linear
    let heads: Int
    let activation: Activation
    var causal = false

    func callAsFunction(_ tokens: Tensor) -> Tensor {
        let joint = queryKeyValue(norm1(tokens))
        let width = tokens.width
        func columns(_ part: Int) -> TokenColumns { TokenColumns(joint, start: part * width, width: width) }
        let attended = attention(
            columns(0), [KeyValueSegment(keys: columns(1), values: columns(2))], heads: heads, causal: causal)
        let h = output(attended, residual: tokens)
        return fc2(fc1(norm2(h), activation: activation), residual: h)
    }
}
