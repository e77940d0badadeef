import Foundation

/// The normal distribution with mean 0 and variance 1.
public enum StandardNormal {
    /// Φ(z) = erfc(−z/√2)/2.
    public static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// φ(z) = exp(−z²/2)/√(2π).
    public static func density(_ z: Double) -> Double { exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() }

    /// Φ⁻¹(p): a rational start (error below 4.5e-4), then Halley steps on Φ until nothing changes.
    ///
    /// Range: ±∞ at p = 1 and p = 0, not a number outside [0, 1].
    /// Source: Abramowitz and Stegun, formula 26.2.23, for the start.
    public static func quantile(_ p: Double) -> Double {
        guard p >= 0, p <= 1 else { return .nan }
        if p == 0 { return -.infinity }
        if p == 1 { return .infinity }
        if p == 0.5 { return 0 }
        // The lower tail keeps its relative precision; the upper one is its mirror image.
        if p > 0.5 { return -quantile(1 - p) }
        let t = (-2 * log(p)).squareRoot()
        let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
        let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
        var z = numerator / denominator - t
        for _ in 0..<8 {
            let step = (cumulative(z) - p) / density(z)
            let next = z - step / (1 + 0.5 * z * step)
            if next == z || !next.isFinite { break }
            z = next
        }
        return z
    }
}
