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
/// Shapes: x `[B, H, W, C]`, weight `[O, C, kh, kw]` as state dicts store it, bias `[O]`, y `[B, H', W', O]` with
/// `H' = (H + top + bottom - kh) / stride + 1`.
public final class Convolution2D: @unchecked Sendable {
    public let inputChannels: Int
    public let outputChannels: Int
    private let kernel: (height: Int, width: Int)
    private let stride: Int
    private let padding: Padding2D
    private let weight: Tensor
    private let bias: Tensor?

    public init(weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Padding2D) {
        precondition(weight.rank == 4, "2-D convolution weight \(weight.shape)")
        (outputChannels, inputChannels) = (weight.shape[0], weight.shape[1])
        kernel = (weight.shape[2], weight.shape[3])
        self.stride = stride
        self.padding = padding
        self.weight = weight
        self.bias = bias
    }

    public func callAsFunction(_ x: Tensor, activation: Activation = .none, residual: Tensor? = nil) -> Tensor
    {
        precondition(
            x.rank == 4 && x.width == inputChannels,
            "convolution of \(inputChannels) channels given \(x.shape)")
        let (height, width) = (x.shape[1], x.shape[2])
        let outputHeight = (height + padding.top + padding.bottom - kernel.height) / stride + 1
        let outputWidth = (width + padding.left + padding.right - kernel.width) / stride + 1
        let result = Tensor([x.shape[0], outputHeight, outputWidth, outputChannels])
        let (xs, ws, ys) = (Elements(x.pointer), Elements(weight.pointer), Elements(result.pointer))
        let (biasValues, residualValues) = (
            bias.map { Elements($0.pointer) }, residual.map { Elements($0.pointer) }
        )
        let (inputChannels, outputChannels, kernel, stride, padding) =
            (inputChannels, outputChannels, kernel, stride, padding)
        Parallel.forEach(x.shape[0] * outputHeight) { task in
            let (image, outputY) = (task / outputHeight, task % outputHeight)
            for outputX in 0..<outputWidth {
                for output in 0..<outputChannels {
                    var sum = biasValues?[output] ?? 0
                    for ky in 0..<kernel.height {
                        let y = outputY * stride + ky - padding.top
                        guard y >= 0, y < height else { continue }
                        for kx in 0..<kernel.width {
                            let column = outputX * stride + kx - padding.left
                            guard column >= 0, column < width else { continue }
                            let pixel = ((image * height + y) * width + column) * inputChannels
                            for channel in 0..<inputChannels {
                                let tap =
                                    ((output * inputChannels + channel) * kernel.height + ky) * kernel.width
                                    + kx
                                sum += xs[pixel + channel] * ws[tap]
                            }
                        }
                    }
                    let position =
                        ((image * outputHeight + outputY) * outputWidth + outputX) * outputChannels + output
                    ys[position] = activation(sum) + (residualValues?[position] ?? 0)
                }
            }
        }
        withExtendedLifetime((x, weight, bias, residual)) {}
        return result
    }
}
