import Checkpoints
import Tensor

/// 3-D convolution without bias, batch normalisation and ReLU, the normalisation folded into the weights.
struct ConvolutionUnit3D: Sendable {
    private let convolution: Convolution3D

    /// `conv3d.weight` `[output, input, t, h, w]` and the normalisation's tensors under `bn`; SAME padding.
    init(
        _ scope: WeightScope, input: Int, output: Int, kernel: Int, stride: Int = 1, epsilon: Double
    ) throws {
        let weight = try scope("conv3d").tensor("weight", [output, input, kernel, kernel, kernel])
        let folded = try BatchNormFold(scope("bn"), channels: output, epsilon: epsilon).folded(weight)
        convolution = Convolution3D(
            weight: folded.weight, bias: folded.bias, stride: .all(stride), padding: .same)
    }

    var outputChannels: Int { convolution.outputChannels }

    func callAsFunction(_ x: Tensor) -> Tensor { convolution(x, activation: .relu) }

    func callAsFunction(_ x: Tensor, into target: Tensor, column: Int) {
        convolution(x, activation: .relu, into: target, column: column)
    }
}
