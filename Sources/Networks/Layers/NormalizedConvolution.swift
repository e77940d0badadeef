import Checkpoints
import Tensor

/// How the result of a convolution is normalised.
enum ConvolutionNormalization {
    /// Every image by itself, without parameters.
    case instance
    /// Learned statistics, folded into the weights.
    case batch
}

/// A convolution with its normalisation: `activation(norm(conv(x)))`, with a residual `relu(activation(…) + residual)`.
struct NormalizedConvolution: Sendable {
    private let convolution: Convolution2D
    private let norm: InstanceNorm?

    init(
        _ scope: WeightScope, norm normScope: WeightScope, _ normalization: ConvolutionNormalization,
        input: Int, output: Int, kernel: Int, stride: Int = 1
    ) throws {
        var weight = try scope.tensor("weight", [output, input, kernel, kernel])
        var bias = try scope.tensor("bias", [output])
        switch normalization {
        case .instance: norm = InstanceNorm(epsilon: 1e-5)
        case .batch:
            norm = nil
            (weight, bias) = try Self.folded(weight, bias, normScope)
        }
        convolution = Convolution2D(
            weight: weight, bias: bias, stride: stride, padding: .all(kernel / 2))
    }

    func callAsFunction(_ x: Tensor, activation: Activation = .none, residual: Tensor? = nil) -> Tensor {
        if let norm { return norm(convolution(x), activation: activation, residual: residual) }
        return convolution(
            x, activation: activation, residual: residual, outer: residual == nil ? .none : .relu)
    }

    /// A batch norm (epsilon 1e-5) taken into the convolution before it.
    private static func folded(_ weight: Tensor, _ bias: Tensor, _ norm: WeightScope) throws -> (
        Tensor, Tensor
    ) {
        func values(_ name: String) throws -> [Double] {
            try norm.tensor(name, [bias.count]).values.map(Double.init)
        }
        let (factor, term) = (try values("weight"), try values("bias"))
        let (mean, variance) = (try values("running_mean"), try values("running_var"))
        norm.ignore("num_batches_tracked")
        let (kernel, shift) = (weight.copy(), bias.copy())
        let each = weight.count / bias.count
        for channel in 0..<bias.count {
            let scale = factor[channel] / (variance[channel] + 1e-5).squareRoot()
            for index in channel * each..<(channel + 1) * each {
                kernel.pointer[index] = Float(Double(kernel.pointer[index]) * scale)
            }
            shift.pointer[channel] = Float(
                (Double(shift.pointer[channel]) - mean[channel]) * scale + term[channel])
        }
        return (kernel, shift)
    }
}
