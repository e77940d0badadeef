import CKernels

/// 3-D convolution (cross-correlation) of channels-last videos.
///
/// 3×3×3 kernels of stride 1 with one place of padding use Winograd's algorithm in space, summed over the three
/// frames, where `Compute.allowsWinograd` lets them and the frames are large enough, and so do square kernels of stride 1
/// or 2 over few channels; everything else is a matrix product over the taps. The transformed weights are kept from the
/// first use on: four times the weights' memory.
/// Shapes: x `[B, T, H, W, C]`, weight `[O, C, kt, kh, kw]` as state dicts store it, bias `[O]`, y `[B, T', H', W', O]`.
public final class Convolution3D: @unchecked Sendable {
    public let inputChannels: Int
    public let outputChannels: Int
    public let window: VolumeWindow
    private let weights: PackedWeights

    public init(
        weight: Tensor, bias: Tensor?, stride: Extent3D = .all(1), padding: VolumePadding = .none
    ) {
        precondition(weight.rank == 5, "3-D convolution weight \(weight.shape)")
        (outputChannels, inputChannels) = (weight.shape[0], weight.shape[1])
        window = VolumeWindow(
            kernel: Extent3D(weight.shape[2], weight.shape[3], weight.shape[4]), stride: stride,
            padding: padding)
        weights = PackedWeights(weight: weight, bias: bias)
    }

    public func callAsFunction(_ x: Tensor, activation: Activation = .none) -> Tensor {
        let geometry = geometry(x)
        let result = Tensor(geometry.outputShape(x.shape[0]) + [outputChannels])
        run(x, geometry, into: result, column: 0, activation: activation)
        return result
    }

    /// Writes the outputs to columns `column ..< column + outputChannels` of `target` `[B, T', H', W', …]`, so that
    /// branches that stand side by side need no copy.
    public func callAsFunction(
        _ x: Tensor, activation: Activation = .none, into target: Tensor, column: Int
    ) {
        let geometry = geometry(x)
        precondition(
            Array(target.shape.dropLast()) == geometry.outputShape(x.shape[0])
                && column + outputChannels <= target.width,
            "\(outputChannels) outputs at column \(column) of \(target.shape)")
        run(x, geometry, into: target, column: column, activation: activation)
    }

    private func geometry(_ x: Tensor) -> ck_volume {
        precondition(
            x.rank == 5 && x.width == inputChannels,
            "convolution of \(inputChannels) channels given \(x.shape)")
        return window.geometry(x)
    }

    private func run(
        _ x: Tensor, _ geometry: ck_volume, into result: Tensor, column: Int, activation: Activation
    ) {
        if WinogradFrames.applies(to: geometry) {
            WinogradFrames(geometry, weights: weights, videos: x.shape[0])
                .run(x, into: result, column: column, activation: activation)
            return
        }
        if StemConvolution.applies(to: geometry) {
            StemConvolution(geometry, weights: weights, videos: x.shape[0])
                .run(x, into: result, column: column, activation: activation)
            return
        }
        let xs = Elements(x.pointer)
        MatrixProduct(weights: weights, rows: result.rows) { first, count, block, blockStride in
            var geometry = geometry
            ck_gather_volume(&geometry, xs.base, first, count, block, blockStride)
        }.run(into: result, column: column, activation: activation, residual: nil)
        withExtendedLifetime(x) {}
    }
}
