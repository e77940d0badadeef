import Checkpoints
import Tensor

/// Batch normalisation at inference, as a factor and a term for every channel:
/// `(x - running_mean) / √(running_var + ε) · weight + bias`.
///
/// It is folded into the weights of the convolution before it.
struct BatchNormFold {
    private let factors: [Double]
    private let terms: [Double]

    /// `weight`, `bias`, `running_mean` and `running_var` `[channels]`.
    init(_ scope: WeightScope, channels: Int, epsilon: Double) throws {
        func values(_ name: String) throws -> [Double] {
            try scope.tensor(name, [channels]).values.map(Double.init)
        }
        let (mean, variance) = (try values("running_mean"), try values("running_var"))
        let (weight, bias) = (try values("weight"), try values("bias"))
        scope.ignore("num_batches_tracked")
        let factors = (0..<channels).map { weight[$0] / (variance[$0] + epsilon).squareRoot() }
        self.factors = factors
        terms = (0..<channels).map { bias[$0] - mean[$0] * factors[$0] }
    }

    /// The weight `[O, …]` of a convolution without bias, and the bias that it gets.
    func folded(_ weight: Tensor) -> (weight: Tensor, bias: Tensor) {
        let result = weight.copy()
        let each = weight.count / factors.count
        result.withElements { elements in
            for (channel, factor) in factors.enumerated() {
                for index in channel * each..<(channel + 1) * each {
                    elements[index] = Float(Double(elements[index]) * factor)
                }
            }
        }
        return (result, Tensor([terms.count], terms.map { Float($0) }))
    }
}
