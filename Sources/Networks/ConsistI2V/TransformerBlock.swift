import Checkpoints
import Tensor

/// What the spatial and the temporal transformers have in common.
///
/// `h = proj_in(GN(x))`; `h += attn1(LN1(h))`; `h += attn2(LN2(h), text)`; `h += ff(LN3(h))`; `y = proj_out(h) + x`.
/// Weights of `attn1`'s queries, keys and values are joined into one product.
struct TransformerBlock: Sendable {
    let norm: GroupNorm
    let projIn: Linear
    let projOut: Linear
    let norm1, norm2, norm3: LayerNorm
    let selfQueryKeyValue: Linear
    let selfOutput: Linear
    let textQuery, textKey, textValue: Linear
    let textOutput: Linear
    let feedForwardIn: Linear
    let feedForwardOut: Linear

    init(_ scope: WeightScope, channels: Int, config: ConsistI2VConfig) throws {
        let inner = scope("transformer_blocks")(0)
        norm = try GroupNorm(scope("norm"), groups: config.normNumGroups, channels: channels, epsilon: 1e-6)
        projIn = try Linear(scope("proj_in"), input: channels, output: channels)
        projOut = try Linear(scope("proj_out"), input: channels, output: channels)
        norm1 = try LayerNorm(inner("norm1"), width: channels, epsilon: 1e-5)
        norm2 = try LayerNorm(inner("norm2"), width: channels, epsilon: 1e-5)
        norm3 = try LayerNorm(inner("norm3"), width: channels, epsilon: 1e-5)
        selfQueryKeyValue = try Linear(
            joining: ["to_q", "to_k", "to_v"].map { inner("attn1")($0) }, input: channels,
            outputEach: channels,
            bias: false)
        selfOutput = try Linear(inner("attn1")("to_out")(0), input: channels, output: channels)
        let text = config.crossAttentionDim
        textQuery = try Linear(inner("attn2")("to_q"), input: channels, output: channels, bias: false)
        textKey = try Linear(inner("attn2")("to_k"), input: text, output: channels, bias: false)
        textValue = try Linear(inner("attn2")("to_v"), input: text, output: channels, bias: false)
        textOutput = try Linear(inner("attn2")("to_out")(0), input: channels, output: channels)
        feedForwardIn = try Linear(
            inner("ff")("net")(0)("proj"), input: channels, output: 8 * channels, gated: true)
        feedForwardOut = try Linear(inner("ff")("net")(2), input: 4 * channels, output: channels)
    }

    /// Keys and values of the prompts `[B, T, D]`.
    func project(text: Tensor) -> (keys: Tensor, values: Tensor) { (textKey(text), textValue(text)) }

    /// Tokens after `proj_in`: x `[N, H, W, C]` to `[N, H·W, C]`.
    func tokens(of x: Tensor) -> Tensor {
        projIn(norm(x).reshaped([x.shape[0], x.shape[1] * x.shape[2], x.shape[3]]))
    }

    /// `h + ff(LN3(h))`.
    func feedForward(_ h: Tensor) -> Tensor { feedForwardOut(feedForwardIn(norm3(h)), residual: h) }
}
