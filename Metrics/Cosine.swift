import Tensor

/// Cosines between rows of feature tensors, in Double.
enum Cosine {
    /// `a · b / (|a| |b|)` of row `left` of `a` and row `right` of `b`, norms at least 1e-12; -1…1.
    static func of(_ a: Tensor, _ left: Int, _ b: Tensor, _ right: Int) -> Double {
        precondition(a.width == b.width, "features of width \(a.width) and \(b.width)")
        let (x, y) = (a.pointer + left * a.width, b.pointer + right * b.width)
        var (dot, squaresX, squaresY) = (0.0, 0.0, 0.0)
        for index in 0..<a.width {
            let (p, q) = (Double(x[index]), Double(y[index]))
            dot += p * q
            squaresX += p * p
            squaresY += q * q
        }
        let cosine = dot / (max(squaresX.squareRoot(), 1e-12) * max(squaresY.squareRoot(), 1e-12))
        // Rounding can leave the interval by an ulp; NaN stays what it is.
        return withExtendedLifetime((a, b)) { cosine.isNaN ? cosine : min(max(cosine, -1), 1) }
    }
}
