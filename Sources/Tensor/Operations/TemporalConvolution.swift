import CKernels

/// Convolution over frames with kernel 3 and one frame of zero padding at each end.
///
/// Shapes: x `[B, F, P, C]` (P pixels of a frame), weight `[O, C, 3, 1, 1]`, bias `[O]`, y `[B, F, P, O]`.
public final class TemporalConvolution: @unchecked Sendable {
    private let weights: PackedWeights
    private let channels: Int

    public init(weight: Tensor, bias: Tensor?) {
        precondition(
            weight.rank == 5 && Array(weight.shape[2...]) == [3, 1, 1], "temporal weight \(weight.shape)")
        channels = weight.shape[1]
        weights = PackedWeights(weight: weight, bias: bias)
    }

    public func callAsFunction(_ x: Tensor, activation: Activation = .none, residual: Tensor? = nil) -> Tensor
    {
        precondition(
            x.rank == 4 && x.width == channels,
            "temporal convolution of \(channels) channels given \(x.shape)")
        let (frames, pixels) = (x.shape[1], x.shape[2])
        let result = Tensor([x.shape[0], frames, pixels, weights.columns])
        precondition(
            residual == nil || residual!.shape == result.shape,
            "residual \(residual!.shape) onto \(result.shape)")
        let shape = ck_winograd(
            height: frames, width: pixels, channels: channels, top: 1, left: 0, output_height: frames,
            output_width: pixels, one_dimensional: 1)
        if Winograd.applies(to: shape) {
            Winograd(shape: shape, weights: weights, images: x.shape[0])
                .run(x, into: result, activation: activation, residual: residual)
            return result
        }
        let window = ck_window(
            height: frames, width: pixels, channels: channels, kernel_height: 3, kernel_width: 1, stride: 1,
            top: 1, left: 0, output_height: frames, output_width: pixels)
        let (xs, tier) = (Elements(x.pointer), Compute.current.tier.rawValue)
        MatrixProduct(weights: weights, rows: result.rows) { first, count, block, stride in
            var window = window
            ck_gather(tier, &window, xs.base, first, count, block, stride)
        }.run(into: result, activation: activation, residual: residual)
        return withExtendedLifetime(x) { result }
    }
}
