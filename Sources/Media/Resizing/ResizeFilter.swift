/// An interpolation kernel, supported on [-radius, radius].
enum ResizeFilter: Equatable {
    /// `1 - |x|`.
    case triangle
    /// Keys' cubic convolution with parameter `a`.
    case cubic(a: Double)

    var radius: Int { self == .triangle ? 1 : 2 }

    func callAsFunction<Real: BinaryFloatingPoint>(_ position: Real) -> Real {
        let x = abs(position)
        switch self {
        case .triangle: return x < 1 ? 1 - x : 0
        case .cubic(let parameter):
            let a = Real(parameter)
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        }
    }
}
