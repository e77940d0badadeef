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
        return feedForward(output(attended, residual: tokens))
    }

    /// The result for the first token of every sequence alone, `[B, T, D]` to `[B, D]`: all that is needed of a last
    /// layer whose other tokens nobody reads.
    func firstTokens(_ tokens: Tensor) -> Tensor {
        precondition(!causal, "a causal layer's first token sees itself only")
        let joint = queryKeyValue(norm1(tokens))
        let (batch, width) = (tokens.shape[0], tokens.width)
        let first = Array(repeating: 0, count: batch)
        let queries = joint.tokens(at: first).columns(0..<width).reshaped([batch, 1, width])
        let (keys, values) = (
            TokenColumns(joint, start: width, width: width),
            TokenColumns(joint, start: 2 * width, width: width)
        )
        let attended = attention(
            TokenColumns(queries), [KeyValueSegment(keys: keys, values: values)], heads: heads)
        return feedForward(
            output(attended.reshaped([batch, width]), residual: tokens.tokens(at: first)))
    }

    private func feedForward(_ h: Tensor) -> Tensor {
        fc2(fc1(norm2(h), activation: activation), residual: h)
    }
}

/// The first token of every sequence after all blocks: `[B, T, D]` to `[B, D]`.
///
/// The last block computes that token only, unless its stage is to be recorded under `name` and its number.
func classTokens(of tokens: Tensor, after blocks: [PreNormBlock], trace: Trace?, name: String) -> Tensor {
    var h = tokens
    for (index, block) in blocks.enumerated() {
        if index == blocks.count - 1 && trace == nil { return block.firstTokens(h) }
        h = block(h)
        trace?.record("\(name)\(index)", h)
    }
    return h.tokens(at: Array(repeating: 0, count: h.shape[0]))
}
