import Tensor

/// What stays the same through one forward of the U-Net.
struct UNetPass: Sendable {
    /// Frames of a video, the first included.
    let frames: Int
    let conditioning: FirstFrameConditioning
    let text: TextContext
    /// `silu(time embedding + stride embedding)`, one row for all frames or one for each `[1 or N, E]`.
    let activatedEmbedding: Tensor
    let trace: Trace?
}
