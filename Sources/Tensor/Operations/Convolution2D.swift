import CKernels

/// Zero padding of an image, in pixels.
public struct Padding2D: Sendable, Hashable {
    public var top, left, bottom, right: Int

    public init(top: Int, left: Int, bottom: Int, right: Int) {
        (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
    }

    public static func all(_ amount: Int) -> Padding2D {
        Padding2D(top: amount, left: amount, bottom: amount, right: amount)
    }
}

/// 2-D convolution (cross-correlation) of channels-last images.
///
/// `y = outer(activation(conv(x) + b) + residual)`, or with slopes `y = leak(conv(x) + b + residual)`, where leak
/// multiplies negative values by the slope of their channel (PReLU; LeakyReLU when all slopes are equal).
/// 3×3 kernels of stride 1 use Winograd's algorithm where `Compute.allowsWinograd` lets them and the image is
/// large enough; everything else is a matrix product over the taps.
/// Shapes: x `[B, H, W, C]`, weight `[O, C, kh, kw]` as state dicts store it, bias `[O]`, y `[B, H', W', O]` with
/// `H' = (H + top + bottom - kh) / stride + 1`.
public final class Convolution2D: @unchecked Sendable {
    public let inputChannels: Int
    public let outputChannels: Int
    private let kernel: (height: Int, width: Int)
    private let stride: Int
    private let padding: Padding2D
    private let weights: PackedWeights
    private let keepsTransform: Bool

    /// - Parameter slopes: `[O]`.
    /// - Parameter keepsTransform: whether weights transformed for Winograd's algorithm are kept, which takes four
    ///   times their memory and pays when many small images come one after the other.
    public init(
        weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Padding2D, slopes: Tensor? = nil,
        keepsTransform: Bool = false
    ) {
        precondition(weight.rank == 4, "2-D convolution weight \(weight.shape)")
        (outputChannels, inputChannels) = (weight.shape[0], weight.shape[1])
        kernel = (weight.shape[2], weight.shape[3])
        self.stride = stride
        self.padding = padding
        self.keepsTransform = keepsTransform
        weights = PackedWeights(weight: weight, bias: bias, slopes: slopes)
    }

    /// - Parameter outer: none, or what follows the residual: ReLU, or after no activation sigmoid or tanh.
    public func callAsFunction(
        _ x: Tensor, activation: Activation = .none, residual: Tensor? = nil, outer: Activation = .none
    ) -> Tensor {
        let result = Tensor(outputShape(x) + [outputChannels])
        run(x, into: result, column: 0, activation: activation, residual: residual, outer: outer)
        return result
    }

    /// Writes the outputs to columns `column ..< column + outputChannels` of `target` `[B, H', W', …]`, so that
    /// branches that stand side by side need no copy.
    public func callAsFunction(
        _ x: Tensor, activation: Activation = .none, into target: Tensor, column: Int
    ) {
        precondition(
            Array(target.shape.dropLast()) == outputShape(x) && column + outputChannels <= target.width,
            "\(outputChannels) outputs at column \(column) of \(target.shape)")
        run(x, into: target, column: column, activation: activation, residual: nil, outer: .none)
    }

    /// B, H', W'.
    private func outputShape(_ x: Tensor) -> [Int] {
        precondition(
            x.rank == 4 && x.width == inputChannels,
            "convolution of \(inputChannels) channels given \(x.shape)")
        return [
            x.shape[0], (x.shape[1] + padding.top + padding.bottom - kernel.height) / stride + 1,
            (x.shape[2] + padding.left + padding.right - kernel.width) / stride + 1,
        ]
    }

    private func run(
        _ x: Tensor, into result: Tensor, column: Int, activation: Activation, residual: Tensor?,
        outer: Activation
    ) {
        precondition(
            residual == nil || residual!.shape == result.shape,
            "residual \(residual!.shape) onto \(result.shape)")
        let (height, width) = (x.shape[1], x.shape[2])
        let (outputHeight, outputWidth) = (result.shape[1], result.shape[2])
        if kernel == (3, 3) && stride == 1 {
            let shape = ck_winograd(
                height: height, width: width, channels: inputChannels, top: padding.top, left: padding.left,
                output_height: outputHeight, output_width: outputWidth, one_dimensional: 0)
            if Winograd.applies(to: shape) {
                Winograd(
                    shape: shape, weights: weights, images: x.shape[0], keepsTransform: keepsTransform
                ).run(
                    x, into: result, column: column, activation: activation, residual: residual, outer: outer)
                return
            }
        }
        let window = ck_window(
            height: height, width: width, channels: inputChannels, kernel_height: kernel.height,
            kernel_width: kernel.width, stride: stride, top: padding.top, left: padding.left,
            output_height: outputHeight, output_width: outputWidth)
        let (xs, tier) = (Elements(x.pointer), Compute.current.tier.rawValue)
        MatrixProduct(weights: weights, rows: result.rows) { first, count, block, blockStride in
            var window = window
            ck_gather(tier, &window, xs.base, first, count, block, blockStride)
        }.run(into: result, column: column, activation: activation, residual: residual, outer: outer)
        withExtendedLifetime(x) {}
    }
}
