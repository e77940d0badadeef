import Checkpoints
import Tensor

/// What of a U-Net's configuration decides the shapes of its transformers.
struct TransformerShape: Sendable {
    var groups: Int
    var textWidth: Int
    /// Whether `proj_in` and `proj_out` are stored as linear layers or as 1×1 convolutions; they compute the same.
    var hasLinearProjection = true
}

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

    init(_ scope: WeightScope, channels: Int, shape: TransformerShape) throws {
        let inner = scope("transformer_blocks")(0)
        norm = try GroupNorm(scope("norm"), groups: shape.groups, channels: channels, epsilon: 1e-6)
        func projection(_ name: String) throws -> Linear {
            let places = shape.hasLinearProjection ? [] : [1, 1]
            return Linear(
                weight: try scope(name).tensor("weight", [channels, channels] + places)
                    .reshaped([channels, channels]), bias: try scope(name).tensor("bias", [channels]))
        }
        projIn = try projection("proj_in")
        projOut = try projection("proj_out")
        norm1 = try LayerNorm(inner("norm1"), width: channels, epsilon: 1e-5)
        norm2 = try LayerNorm(inner("norm2"), width: channels, epsilon: 1e-5)
        norm3 = try LayerNorm(inner("norm3"), width: channels, epsilon: 1e-5)
        selfQueryKeyValue = try Linear(
            joining: ["to_q", "to_k", "to_v"].map { inner("attn1")($0) }, input: channels,
            outputEach: channels,
            bias: false)
        selfOutput = try Linear(inner("attn1")("to_out")(0), input: channels, output: channels)
        let text = shape.textWidth
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
