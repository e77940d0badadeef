import Foundation

/// `y = activation(x Wᵀ + b) (+ residual)`, or the gated form `u · gelu(g)` with `[u, g] = x Wᵀ + b`.
///
/// Weights are repacked once for the kernels. Shapes: x `[…, K]`, W `[N, K]`, b `[N]`, y `[…, N]`
/// (gated: `[…, N / 2]`).
public final class Linear: @unchecked Sendable {
    public let inputWidth: Int
    public let outputWidth: Int
    private let weight: Tensor
    private let bias: Tensor?
    private let isGated: Bool

    /// - Parameter gated: whether the first half of the outputs is multiplied by the GELU of the second half.
    public init(weight: Tensor, bias: Tensor?, gated: Bool = false) {
        precondition(
            weight.rank == 2 && (bias == nil || bias!.count == weight.shape[0]), "linear \(weight.shape)")
        self.weight = weight
        self.bias = bias
        isGated = gated
        inputWidth = weight.shape[1]
        outputWidth = gated ? weight.shape[0] / 2 : weight.shape[0]
    }

    public func callAsFunction(_ x: Tensor, activation: Activation = .none, residual: Tensor? = nil) -> Tensor
    {
        precondition(x.width == inputWidth, "linear of width \(inputWidth) given \(x.shape)")
        let result = Tensor(x.shape.dropLast() + [outputWidth])
        let (xs, ws, ys) = (Elements(x.pointer), Elements(weight.pointer), Elements(result.pointer))
        let (k, n) = (inputWidth, outputWidth)
        let (biasValues, residualValues) = (
            bias.map { Elements($0.pointer) }, residual.map { Elements($0.pointer) }
        )
        let isGated = isGated
        Parallel.ranges(x.rows, grain: 1) { rows in
            for row in rows {
                for column in 0..<n {
                    func dot(_ column: Int) -> Float {
                        var sum: Float = 0
                        for index in 0..<k { sum += xs[row * k + index] * ws[column * k + index] }
                        return sum + (biasValues?[column] ?? 0)
                    }
                    var value = dot(column)
                    value = isGated ? value * Activation.gelu(dot(column + n)) : activation(value)
                    ys[row * n + column] = value + (residualValues?[row * n + column] ?? 0)
                }
            }
        }
        withExtendedLifetime((x, weight, bias, residual)) {}
        return result
    }
}

extension Activation {
    /// The function at one value.
    public func callAsFunction(_ x: Float) -> Float {
        switch self {
        case .none: x
        case .relu: max(0, x)
        case .silu: x / (1 + exp(-x))
        case .gelu: 0.5 * x * (1 + erf(x * Float(0.5).squareRoot()))
        case .quickGELU: x / (1 + exp(-1.702 * x))
        }
    }
}

/// Elements that several threads read or fill, each its own range.
struct Elements: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>

    init(_ base: UnsafeMutablePointer<Float>) { self.base = base }

    subscript(_ index: Int) -> Float {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }
}
