import Tensor

/// What stays the same through one forward of the U-Net.
package struct UNetPass: Sendable {
    /// Frames of a video, the first included.
    package let frames: Int
    package let conditioning: FirstFrameConditioning
    package let text: TextContext
    /// `silu(time embedding + stride embedding)`, one row for all frames or one for each `[1 or N, E]`.
    package let activatedEmbedding: Tensor
    package let trace: Trace?

    package init(
        frames: Int, conditioning: FirstFrameConditioning, text: TextContext, activatedEmbedding: Tensor,
        trace: Trace? = nil
    ) {
        (self.frames, self.conditioning, self.text) = (frames, conditioning, text)
        (self.activatedEmbedding, self.trace) = (activatedEmbedding, trace)
    }
}
