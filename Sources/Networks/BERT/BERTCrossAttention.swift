import Checkpoints
import Tensor

/// BERT's attention to another sequence with its residual and norm: `norm(dense(attention(x, source)) + x)`.
struct BERTCrossAttention: Sendable {
    private let query: Linear
    private let keyValue: Linear
    private let output: Linear
    private let norm: LayerNorm

    /// - Parameter source: width of the other sequence.
    init(_ scope: WeightScope, width: Int, source: Int, epsilon: Float) throws {
        query = try Linear(scope("self")("query"), input: width, output: width)
        keyValue = try Linear(
            joining: ["key", "value"].map { scope("self")($0) }, input: source, outputEach: width)
        output = try Linear(scope("output")("dense"), input: width, output: width)
        norm = try LayerNorm(scope("output")("LayerNorm"), width: width, epsilon: epsilon)
    }

    /// Keys and values of a source `[S, T, W]`, side by side `[S, T, 2 D]`: once for all that attend to it.
    func memory(_ source: Tensor) -> Tensor { keyValue(source) }

    /// Queries of tokens, for those that attend to many sources.
    func queries(_ tokens: Tensor) -> Tensor { query(tokens) }

    /// Tokens `[B, T, D]`, B a multiple of the S sources; neighbouring entries share a source.
    /// - Parameter queries: of the tokens, where they are known already.
    func callAsFunction(_ tokens: Tensor, memory: Tensor, heads: Int, queries: Tensor? = nil) -> Tensor {
        let (sources, width) = (memory.shape[0], tokens.width)
        // Entries with one source are like more tokens of one entry: nothing masks them from each other.
        let together = (queries ?? query(tokens)).reshaped([sources, -1, width])
        let segment = KeyValueSegment(
            keys: TokenColumns(memory, start: 0, width: width),
            values: TokenColumns(memory, start: width, width: width))
        let attended = attention(TokenColumns(together), [segment], heads: heads)
        return norm(output(attended.reshaped(tokens.shape), residual: tokens))
    }
}
