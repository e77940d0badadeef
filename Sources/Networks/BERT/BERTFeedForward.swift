import Checkpoints
import Tensor

/// BERT's feed-forward half with its residual and norm: `norm(output(gelu(intermediate(x))) + x)`.
struct BERTFeedForward: Sendable {
    private let intermediate: Linear
    private let output: Linear
    private let norm: LayerNorm

    /// - Parameter scope: of the layer, which holds `intermediate` and `output`.
    init(_ scope: WeightScope, width: Int, inner: Int, epsilon: Float) throws {
        intermediate = try Linear(scope("intermediate")("dense"), input: width, output: inner)
        output = try Linear(scope("output")("dense"), input: inner, output: width)
        norm = try LayerNorm(scope("output")("LayerNorm"), width: width, epsilon: epsilon)
    }

    func callAsFunction(_ tokens: Tensor) -> Tensor {
        norm(output(intermediate(tokens, activation: .gelu), residual: tokens))
    }
}
