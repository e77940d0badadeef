import CKernels

/// 3-D convolution (cross-correlation) of every channel by itself, stride 1, as many frames and pixels out as in.
///
/// `y = residual + conv(x) + b`.
/// Shapes: x and y `[B, T, H, W, C]`, weight `[C, 1, kt, kh, kw]` (odd) as state dicts store it, bias `[C]`.
public final class DepthwiseConvolution3D: @unchecked Sendable {
    private let window: VolumeWindow
    /// `[taps, C]`.
    private let weights: Tensor
    private let bias: Tensor

    public init(weight: Tensor, bias: Tensor) {
        let shape = weight.shape
        precondition(
            shape.count == 5 && shape[1] == 1 && shape[2...].allSatisfy { $0 % 2 == 1 }
                && bias.shape == [shape[0]],
            "depth-wise weight \(shape), bias \(bias.shape)")
        window = VolumeWindow(
            kernel: Extent3D(shape[2], shape[3], shape[4]),
            padding: .even(shape[2] / 2, shape[3] / 2, shape[4] / 2))
        weights = weight.reshaped([shape[0], shape[2...].reduce(1, *)]).transposed([1, 0])
        self.bias = bias
    }

    public func callAsFunction(_ x: Tensor, residual: Tensor) -> Tensor {
        precondition(
            x.rank == 5 && x.width == bias.count && residual.shape == x.shape,
            "depth-wise convolution of \(bias.count) channels given \(x.shape) and \(residual.shape)")
        let result = Tensor(x.shape)
        let geometry = window.geometry(x)
        let tier = Compute.current.tier.rawValue
        let (xs, ys, added) = (Elements(x.pointer), Elements(result.pointer), Elements(residual.pointer))
        let (taps, offsets) = (Elements(weights.pointer), Elements(bias.pointer))
        Parallel.ranges(result.rows, grain: 64) { rows in
            var geometry = geometry
            ck_depthwise(
                tier, &geometry, xs.base, taps.base, offsets.base, added.base, rows.lowerBound, rows.count,
                ys.base)
        }
        return withExtendedLifetime((x, residual, self)) { result }
    }
}
