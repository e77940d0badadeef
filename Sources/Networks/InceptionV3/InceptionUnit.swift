import Checkpoints
import Tensor

/// 2-D convolution without bias, batch normalisation and ReLU, the normalisation folded into the weights.
struct InceptionUnit: Sendable {
    /// Height and width of a kernel.
    struct Kernel: Sendable {
        let height, width: Int

        init(_ height: Int, _ width: Int) { (self.height, self.width) = (height, width) }

        /// Padding that keeps the size.
        var keepingSize: Padding2D {
            Padding2D(top: height / 2, left: width / 2, bottom: height / 2, right: width / 2)
        }
    }

    private let convolution: Convolution2D

    /// `conv.weight` `[output, input, h, w]` and the normalisation's tensors under `bn`.
    ///
    /// - Parameter isPadded: whether padding keeps the size.
    init(
        _ scope: WeightScope, input: Int, output: Int, kernel: Kernel, stride: Int = 1, isPadded: Bool = true,
        epsilon: Double
    ) throws {
        let weight = try scope("conv").tensor("weight", [output, input, kernel.height, kernel.width])
        let folded = try BatchNormFold(scope("bn"), channels: output, epsilon: epsilon).folded(weight)
        convolution = Convolution2D(
            weight: folded.weight, bias: folded.bias, stride: stride,
            padding: isPadded ? kernel.keepingSize : .all(0))
    }

    var outputChannels: Int { convolution.outputChannels }

    func callAsFunction(_ x: Tensor) -> Tensor { convolution(x, activation: .relu) }

    func callAsFunction(_ x: Tensor, into target: Tensor, column: Int) {
        convolution(x, activation: .relu, into: target, column: column)
    }
}
