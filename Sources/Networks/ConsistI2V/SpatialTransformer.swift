import Checkpoints
import Tensor

/// Attention over the pixels of each frame, with frame 1 as additional keys and values.
///
/// Queries of frame i attend to `[n_i ; n_1]`, n being the normalised tokens; frame 1's keys and values are
/// projected once for all frames. Shapes: x `[B·F, H, W, C]` to the same.
/// Source: paper section 4.1, `attn1` of the released U-Net.
package struct SpatialTransformer: Sendable {
    private let block: TransformerBlock
    private let heads: Int
    /// Position of this transformer's projections in a `TextContext`.
    private let contextIndex: Int

    init(
        _ scope: WeightScope, channels: Int, heads: Int, contextIndex: Int, shape: TransformerShape
    ) throws {
        block = try TransformerBlock(scope, channels: channels, shape: shape)
        (self.heads, self.contextIndex) = (heads, contextIndex)
    }

    package func project(text: Tensor) -> (keys: Tensor, values: Tensor) { block.project(text: text) }

    /// x may hold fewer videos than there are prompts (guidance copies that do not differ yet); the result then
    /// holds one for every prompt.
    package func callAsFunction(_ x: Tensor, _ pass: UNetPass) -> Tensor {
        let h = selfAttended(block.tokens(of: x), pass)
        let copies = pass.text.batch * pass.frames / x.shape[0]
        let input = x.tiled(copies)
        let tokens = transformed(h.tiled(copies), pass)
        return block.projOut(tokens, residual: input.reshaped(tokens.shape)).reshaped(input.shape)
    }

    /// `h + attn1(LN1(h))`.
    package func selfAttended(_ h: Tensor, _ pass: UNetPass) -> Tensor {
        block.selfOutput(selfAttention(block.norm1(h), pass), residual: h)
    }

    /// The text attention and the feed-forward network with their residuals.
    package func transformed(_ tokens: Tensor, _ pass: UNetPass) -> Tensor {
        let h = block.textOutput(textAttention(block.norm2(tokens), pass), residual: tokens)
        return block.feedForward(h)
    }

    /// The results of the parts before their residual additions, in the order of the block, for parity tests.
    package func parts(_ x: Tensor, _ pass: UNetPass) -> [(name: String, tensor: Tensor)] {
        let tokens = block.tokens(of: x)
        let normalized = block.norm1(tokens)
        let first = block.selfOutput(selfAttention(normalized, pass))
        let second = block.textOutput(textAttention(block.norm2(tokens + first), pass))
        let third = block.feedForwardOut(block.feedForwardIn(block.norm3(tokens + first + second)))
        return [("norm1", normalized), ("attn1", first), ("attn2", second), ("ff", third)]
    }

    private func selfAttention(_ normalized: Tensor, _ pass: UNetPass) -> Tensor {
        let width = normalized.width
        let joint = block.selfQueryKeyValue(normalized)
        func columns(_ source: Tensor, _ part: Int) -> TokenColumns {
            TokenColumns(source, start: part * width, width: width)
        }
        var segments = [KeyValueSegment(keys: columns(joint, 1), values: columns(joint, 2))]
        if pass.conditioning.spatial {
            let firstFrames = joint.everyEntry(pass.frames)
            segments.append(
                KeyValueSegment(
                    keys: columns(firstFrames, 1), values: columns(firstFrames, 2),
                    queriesPerEntry: pass.frames))
        }
        return attention(columns(joint, 0), segments, heads: heads)
    }

    private func textAttention(_ normalized: Tensor, _ pass: UNetPass) -> Tensor {
        attention(
            TokenColumns(block.textQuery(normalized)),
            [pass.text.segment(contextIndex, queriesPerPrompt: pass.frames)], heads: heads)
    }
}
