import Checkpoints
import Tensor

/// 3×3 convolution with stride 2. Shapes: `[N, H, W, C]` to `[N, H/2, W/2, C]`.
public struct Downsampler: Sendable {
    private let conv: Convolution2D

    /// - Parameter padding: the U-Net pads 1 on all sides, the VAE encoder right and bottom only.
    public init(_ scope: WeightScope, channels: Int, padding: Padding2D) throws {
        conv = try Convolution2D(
            scope("conv"), input: channels, output: channels, kernel: 3, stride: 2, padding: padding)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { conv(x) }
}

/// Nearest-neighbour enlargement and a 3×3 convolution. Shapes: `[N, H, W, C]` to `[N, H', W', C]`.
public struct Upsampler: Sendable {
    private let conv: Convolution2D

    public init(_ scope: WeightScope, channels: Int) throws {
        conv = try Convolution2D(
            scope("conv"), input: channels, output: channels, kernel: 3, padding: .all(1))
    }

    /// - Parameter size: target height and width; twice the input when nil.
    public func callAsFunction(_ x: Tensor, to size: (height: Int, width: Int)? = nil) -> Tensor {
        conv(x.resizedNearest(height: size?.height ?? x.shape[1] * 2, width: size?.width ?? x.shape[2] * 2))
    }
}
