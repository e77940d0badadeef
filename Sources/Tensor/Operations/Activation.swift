import Foundation

/// Pointwise functions that operations can apply to their result.
public enum Activation: Int32, Sendable, CaseIterable {
    case none = 0
    /// max(0, x)
    case relu = 1
    /// x · sigmoid(x)
    case silu = 2
    /// x · Φ(x), the exact erf form
    case gelu = 3
    /// x · sigmoid(1.702 x)
    case quickGELU = 4
    /// 1 / (1 + e⁻ˣ)
    case sigmoid = 5
    case tanh = 6

    /// The function at one value.
    public func callAsFunction(_ x: Float) -> Float {
        switch self {
        case .none: x
        case .relu: max(0, x)
        case .silu: x / (1 + exp(-x))
        case .gelu: 0.5 * x * (1 + erf(x * Float(0.5).squareRoot()))
        case .quickGELU: x / (1 + exp(-1.702 * x))
        case .sigmoid: 1 / (1 + exp(-x))
        case .tanh: Foundation.tanh(x)
        }
    }
}
