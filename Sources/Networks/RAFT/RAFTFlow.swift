import Tensor

/// Optical flow from one frame to another, horizontal component first.
public struct RAFTFlow: Sendable {
    /// `[B, H/n, W/n, 2]`, n the encoders' downsampling, in pixels of that grid.
    public let coarse: Tensor
    /// `[B, H, W, 2]` in pixels of the frame.
    public let fine: Tensor
}
