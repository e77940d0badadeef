import Checkpoints
import Tensor

/// Attention over time at each pixel, with rotary positions and frame 1's 3×3 neighbourhood as additional keys.
///
/// Output: `a · x + (1 - a) · y` with `a = clamp(alpha, 0, 1)` and y the transformer's result.
/// Neighbour keys stand at position 0, where the rotation is the identity, so frame 1's keys serve as they are.
/// Shapes: x `[B·F, H, W, C]` to the same. Source: paper section 4.1, `tempo_attns` of the released U-Net.
package struct TemporalTransformer: Sendable {
    private let block: TransformerBlock
    private let heads: Int
    private let contextIndex: Int
    private let alpha: Float
    private let selfFrequencies: Tensor
    private let textFrequencies: Tensor

    package init(_ scope: WeightScope, channels: Int, contextIndex: Int, config: ConsistI2VConfig) throws {
        block = try TransformerBlock(scope, channels: channels, shape: config.transformerShape)
        (heads, self.contextIndex) = (config.temporalHeads, contextIndex)
        alpha = min(max(try scope.tensor("alpha", [1]).values[0], 0), 1)
        let inner = scope("transformer_blocks")(0)
        selfFrequencies = try inner("attn1")("rotary_emb").tensor("freqs", [channels / 4])
        textFrequencies = try inner("attn2")("rotary_emb").tensor("freqs", [channels / 4])
        for name in ["attn1", "attn2"] {
            inner(name)("rotary_bias")("relative_attention_bias").ignore("weight")
        }
    }

    private init(_ other: TemporalTransformer, alpha: Float) {
        block = other.block
        (heads, contextIndex) = (other.heads, other.contextIndex)
        (selfFrequencies, textFrequencies) = (other.selfFrequencies, other.textFrequencies)
        self.alpha = min(max(alpha, 0), 1)
    }

    /// The same transformer with another mixing weight.
    package func with(alpha: Float) -> TemporalTransformer { TemporalTransformer(self, alpha: alpha) }

    package func project(text: Tensor) -> (keys: Tensor, values: Tensor) { block.project(text: text) }

    package func callAsFunction(_ x: Tensor, _ pass: UNetPass) -> Tensor {
        // A weight of one returns the input whatever the transformer says.
        guard alpha < 1 else { return x }
        let tokens = block.tokens(of: x)
        let h = transformed(tokens, grid: (x.shape[1], x.shape[2]), pass)
        let y = block.projOut(h, residual: x.reshaped(h.shape)).reshaped(x.shape)
        return alpha == 0 ? y : .mix(x, y, weight: alpha)
    }

    private func transformed(_ tokens: Tensor, grid: (height: Int, width: Int), _ pass: UNetPass) -> Tensor {
        var h = block.selfOutput(selfAttention(block.norm1(tokens), grid, pass), residual: tokens)
        h = block.textOutput(textAttention(block.norm2(h), pass), residual: h)
        return block.feedForward(h)
    }

    /// The results of the parts before their residual additions, in the order of the block, for parity tests.
    package func parts(_ x: Tensor, _ pass: UNetPass) -> [(name: String, tensor: Tensor)] {
        let tokens = block.tokens(of: x)
        let normalized = block.norm1(tokens)
        let first = block.selfOutput(selfAttention(normalized, (x.shape[1], x.shape[2]), pass))
        let second = block.textOutput(textAttention(block.norm2(tokens + first), pass))
        let third = block.feedForwardOut(block.feedForwardIn(block.norm3(tokens + first + second)))
        return [("norm1", normalized), ("attn1", first), ("attn2", second), ("ff", third)]
    }

    private func selfAttention(_ normalized: Tensor, _ grid: (height: Int, width: Int), _ pass: UNetPass)
        -> Tensor
    {
        let (joint, width) = (block.selfQueryKeyValue(normalized), normalized.width)
        let shape = [normalized.shape[0] / pass.frames, pass.frames, grid.height, grid.width, width]
        let parts = (0..<3).map { joint.columns($0 * width..<($0 + 1) * width).reshaped(shape) }
        rotateByFrame(parts[0], frequencies: selfFrequencies)
        rotateByFrame(parts[1], frequencies: selfFrequencies)
        return temporalAttention(
            queries: parts[0], keys: parts[1], values: parts[2], heads: heads,
            window: pass.conditioning.temporal
        ).reshaped(normalized.shape)
    }

    /// Queries turn with their frame, text keys do not; all pixels share the prompt's keys and values.
    private func textAttention(_ normalized: Tensor, _ pass: UNetPass) -> Tensor {
        let queries = block.textQuery(normalized)
        rotateByFrame(
            queries.reshaped([-1, pass.frames] + normalized.shape.dropFirst()), frequencies: textFrequencies)
        return attention(
            TokenColumns(queries), [pass.text.segment(contextIndex, queriesPerPrompt: pass.frames)],
            heads: heads)
    }
}
