import Checkpoints
import Tensor

/// BERT's self-attention with its residual and norm: `norm(dense(attention(x)) + x)`.
struct BERTSelfAttention: Sendable {
    private let queryKeyValue: Linear
    private let output: Linear
    private let norm: LayerNorm
    private let heads: Int

    init(_ scope: WeightScope, width: Int, heads: Int, epsilon: Float) throws {
        self.heads = heads
        queryKeyValue = try Linear(
            joining: ["query", "key", "value"].map { scope("self")($0) }, input: width, outputEach: width)
        output = try Linear(scope("output")("dense"), input: width, output: width)
        norm = try LayerNorm(scope("output")("LayerNorm"), width: width, epsilon: epsilon)
    }

    /// All tokens of `[B, T, D]` at once.
    func callAsFunction(_ tokens: Tensor, bias: AttentionBias?) -> Tensor {
        let (joint, width) = (queryKeyValue(tokens), tokens.width)
        func columns(_ part: Int) -> TokenColumns { TokenColumns(joint, start: part * width, width: width) }
        return finish(
            attention(
                columns(0), [KeyValueSegment(keys: columns(1), values: columns(2))], heads: heads, bias: bias),
            tokens)
    }

    /// Tokens `[B, T, D]` that follow those whose keys and values `cache` holds; each sees what is before it and
    /// itself. Theirs are added to the cache.
    func callAsFunction(_ tokens: Tensor, cache: KeyValueCache) -> Tensor {
        let (joint, width) = (queryKeyValue(tokens), tokens.width)
        precondition(cache.count == 0 || tokens.shape[1] == 1, "several tokens after the first ones")
        cache.append(joint, columns: width..<3 * width)
        let attended = attention(
            TokenColumns(joint, start: 0, width: width), [cache.segment], heads: heads,
            causal: tokens.shape[1] > 1)
        return finish(attended, tokens)
    }

    private func finish(_ attended: Tensor, _ tokens: Tensor) -> Tensor {
        norm(output(attended, residual: tokens))
    }
}
