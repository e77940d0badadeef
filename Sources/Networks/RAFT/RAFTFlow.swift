import Tensor

/// Optical flow from one frame to another, horizontal component first.
public struct RAFTFlow: Sendable {
    /// `[B, H/8, W/8, 2]` in pixels of that grid.
    public let coarse: Tensor
    /// `[B, H, W, 2]` in pixels of the frame.
    public let fine: Tensor
}
