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
}
