import Checkpoints
import Foundation
import Tensor

/// Sinusoid of a number and the two-layer network behind it.
///
/// `f_i = exp(-ln(10000) · i / h)`, `[cos(t f), sin(t f)]` with h = width / 2, then linear, SiLU, linear.
/// Shapes: numbers N, result `[N, E]`.
package struct TimestepEmbedding: Sendable {
    private let linear1: Linear
    private let linear2: Linear
    private let width: Int

    package init(_ scope: WeightScope, width: Int, output: Int) throws {
        self.width = width
        linear1 = try Linear(scope("linear_1"), input: width, output: output)
        linear2 = try Linear(scope("linear_2"), input: output, output: output)
    }

    package func callAsFunction(_ numbers: [Int]) -> Tensor {
        linear2(linear1(Self.sinusoid(numbers, width: width), activation: .silu))
    }

    /// The angles are rounded to Float32 as the reference rounds them; near t = 1000 that is worth about 2e-5.
    package static func sinusoid(_ numbers: [Int], width: Int) -> Tensor {
        let half = width / 2
        let frequencies = (0..<half).map { Float(exp(-log(10000.0) * Double($0) / Double(half))) }
        let angles = numbers.map { number in frequencies.map { Float(number) * $0 } }
        return Tensor([numbers.count, width], angles.flatMap { $0.map { cos($0) } + $0.map { sin($0) } })
    }
}
