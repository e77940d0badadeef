import Checkpoints
import Tensor

/// A post-norm BERT layer of the region text decoder; keys and values come apart from queries, so that they can be
/// kept.
struct RegionTextLayer: Sendable {
    private let query: Linear
    /// Keys left, values right.
    private let keyValue: Linear
    private let attentionOutput: Linear
    private let attentionNorm: LayerNorm
    private let feedForward: BERTFeedForward
    private let heads: Int

    init(_ scope: WeightScope, _ config: GRiTConfig) throws {
        let (width, attention) = (config.textWidth, scope("attention"))
        let own = attention("self")
        query = try Linear(own("query"), input: width, output: width)
        keyValue = try Linear(joining: [own("key"), own("value")], input: width, outputEach: width)
        attentionOutput = try Linear(attention("output")("dense"), input: width, output: width)
        attentionNorm = try LayerNorm(attention("output")("LayerNorm"), width: width, epsilon: 1e-12)
        feedForward = try BERTFeedForward(
            scope, width: width, inner: config.textInnerWidth, epsilon: 1e-12)
        heads = config.textHeads
    }

    /// Keys and values of tokens: `[…, D]` to `[…, 2 D]`.
    func keysAndValues(_ tokens: Tensor) -> Tensor { keyValue(tokens) }

    /// Region tokens `[N, T, D]`, which see those of their own region.
    func regions(_ tokens: Tensor, _ keyValues: Tensor) -> Tensor {
        let width = tokens.width
        let segment = KeyValueSegment(
            keys: TokenColumns(keyValues, start: 0, width: width),
            values: TokenColumns(keyValues, start: width, width: width))
        return finished(attention(TokenColumns(query(tokens)), [segment], heads: heads), tokens)
    }

    /// Text tokens `[A, D]`, each of which sees the keys and values in its runs.
    func texts(_ tokens: Tensor, seeing runs: [[KeyValueRun]]) -> Tensor {
        finished(attention(query(tokens), runs: runs, heads: heads), tokens)
    }

    private func finished(_ attended: Tensor, _ tokens: Tensor) -> Tensor {
        feedForward(attentionNorm(attentionOutput(attended, residual: tokens)))
    }
}
