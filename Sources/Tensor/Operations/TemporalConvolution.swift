/// Convolution over frames with kernel 3 and one frame of zero padding at each end.
///
/// Shapes: x `[B, F, P, C]` (P pixels of a frame), weight `[O, C, 3, 1, 1]`, bias `[O]`, y `[B, F, P, O]`.
public final class TemporalConvolution: @unchecked Sendable {
    private let convolution: Convolution2D

    public init(weight: Tensor, bias: Tensor?) {
        precondition(
            weight.rank == 5 && Array(weight.shape[2...]) == [3, 1, 1], "temporal weight \(weight.shape)")
        convolution = Convolution2D(
            weight: weight.reshaped([weight.shape[0], weight.shape[1], 3, 1]), bias: bias,
            padding: Padding2D(top: 1, left: 0, bottom: 1, right: 0))
    }

    public func callAsFunction(_ x: Tensor, activation: Activation = .none, residual: Tensor? = nil) -> Tensor
    {
        precondition(x.rank == 4, "temporal convolution given \(x.shape)")
        return convolution(x, activation: activation, residual: residual)
    }
}
