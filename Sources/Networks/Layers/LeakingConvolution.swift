import Checkpoints
import Tensor

extension Convolution2D {
    /// An odd square kernel followed by PReLU: the convolution is entry 0 of the scope, the slopes entry 1.
    convenience init(leaking scope: WeightScope, input: Int, output: Int, kernel: Int = 3, stride: Int = 1)
        throws
    {
        self.init(
            weight: try scope(0).tensor("weight", [output, input, kernel, kernel]),
            bias: try scope(0).tensor("bias", [output]), stride: stride, padding: .all(kernel / 2),
            slopes: try scope(1).tensor("weight", [output]))
    }

    /// An odd square kernel followed by LeakyReLU of one slope for all channels.
    convenience init(_ scope: WeightScope, input: Int, output: Int, kernel: Int = 3, slope: Float) throws {
        self.init(
            weight: try scope.tensor("weight", [output, input, kernel, kernel]),
            bias: try scope.tensor("bias", [output]), padding: .all(kernel / 2),
            slopes: Tensor([output], filledWith: slope))
    }
}
