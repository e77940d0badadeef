import Foundation

/// Student's t distribution.
public enum StudentT {
    /// P(|T| ≥ |t|) = I_x(ν/2, ½) with x = ν/(ν + t²), I the regularised incomplete beta function.
    public static func twoSided(_ t: Double, degreesOfFreedom: Double) -> Double {
        precondition(degreesOfFreedom > 0, "more than no degrees of freedom")
        guard t.isFinite else { return t.isNaN ? .nan : 0 }
        return incompleteBeta(
            degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)
    }

    /// The t that is exceeded with this probability: P(T ≥ t) = tail, by bisection to the last bits.
    public static func quantile(tail: Double, degreesOfFreedom: Double) -> Double {
        precondition(tail > 0 && tail <= 0.5, "an upper tail")
        var (lower, upper) = (0.0, 1.0)
        while twoSided(upper, degreesOfFreedom: degreesOfFreedom) > 2 * tail, upper < 1e300 { upper *= 2 }
        for _ in 0..<200 {
            let middle = (lower + upper) / 2
            guard middle > lower, middle < upper else { break }
            if twoSided(middle, degreesOfFreedom: degreesOfFreedom) > 2 * tail {
                lower = middle
            } else {
                upper = middle
            }
        }
        return (lower + upper) / 2
    }

    /// I_x(a, b) by its continued fraction, which converges quickly for x below (a + 1)/(a + b + 2); above, by
    /// I_x(a, b) = 1 − I_{1−x}(b, a).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let logarithm =
            lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
        let front = exp(logarithm)
        return x < (a + 1) / (a + b + 2)
            ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
    }

    /// Lentz's evaluation of the continued fraction.
    /// Source: NIST Digital Library of Mathematical Functions, 8.17.22.
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var numerator = 1.0
        var denominator = 1 / kept(1 - (a + b) * x / (a + 1))
        var result = denominator
        for index in 1...10_000 {
            let m = Double(index)
            for step in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                denominator = 1 / kept(1 + step * denominator)
                numerator = kept(1 + step / numerator)
                result *= numerator * denominator
            }
            if abs(numerator * denominator - 1) < 1e-15 { break }
        }
        return result
    }
}
