/// Bootstrap interval of a mean whose values come in clusters, such as the videos of one source sample.
///
/// Whole clusters are drawn with replacement, so values of one cluster may depend on each other. The interval is
/// the bias-corrected and accelerated one (BCa):
///
///     α₁ = Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z)))   with z = Φ⁻¹((1 − level)/2), α₂ likewise with −z
///     z₀ = Φ⁻¹(share of resampled means below the mean, ties counting half)
///     a  = Σ(m̄ − mᵢ)³ / (6·(Σ(m̄ − mᵢ)²)^1.5), mᵢ the mean without cluster i
///
/// and its ends are the α₁ and α₂ quantiles of the resampled means (linear interpolation). The same clusters in the
/// same order give the same interval: the resamples come from ``SplitMix64``.
///
/// Source: Efron (1987), "Better bootstrap confidence intervals", equations 2.3 and 6.6 (jackknife acceleration).
public struct ClusterBootstrap: Sendable {
    public var resamples: Int
    public var level: Double
    public var seed: UInt64

    public init(resamples: Int = 10_000, level: Double = 0.95, seed: UInt64 = 0) {
        precondition(resamples > 0, "at least one resample")
        precondition(level > 0 && level < 1, "a level lies between 0 and 1")
        self.resamples = resamples
        self.level = level
        self.seed = seed
    }

    /// The interval of the mean over all values, or nil with fewer than two clusters that hold values.
    ///
    /// Cost: resamples × clusters additions.
    public func interval(ofMean clusters: [[Double]]) -> Interval? {
        let totals = clusters.filter { !$0.isEmpty }.map { Total(sum: $0.reduce(0, +), count: $0.count) }
        guard totals.count > 1 else { return nil }
        let mean = Total.mean(totals)
        let resampled = resampledMeans(totals)
        let bias = Self.biasCorrection(resampled, mean: mean)
        let acceleration = Self.acceleration(totals)
        let sorted = resampled.sorted()
        func end(_ z: Double) -> Double {
            let shifted = bias + z
            let adjusted = StandardNormal.cumulative(bias + shifted / (1 - acceleration * shifted))
            return Self.quantile(adjusted, ofSorted: sorted)
        }
        let z = StandardNormal.quantile((1 - level) / 2)
        return Interval(lower: end(z), upper: end(-z), level: level)
    }

    /// Sum and number of the values of one cluster.
    private struct Total {
        var sum: Double
        var count: Int

        static func mean(_ totals: [Total]) -> Double {
            var sum = 0.0
            var count = 0
            for total in totals {
                sum += total.sum
                count += total.count
            }
            return sum / Double(count)
        }
    }

    private func resampledMeans(_ totals: [Total]) -> [Double] {
        var random = SplitMix64(seed: seed)
        return (0..<resamples).map { _ in
            var sum = 0.0
            var count = 0
            for _ in totals.indices {
                let drawn = totals[random.index(below: totals.count)]
                sum += drawn.sum
                count += drawn.count
            }
            return sum / Double(count)
        }
    }

    private static func biasCorrection(_ resampled: [Double], mean: Double) -> Double {
        var below = 0.0
        for value in resampled { below += value < mean ? 1 : value == mean ? 0.5 : 0 }
        // A mean beyond every resample would put z₀ at infinity; half a resample is the nearest finite place.
        let share = min(max(below, 0.5), Double(resampled.count) - 0.5) / Double(resampled.count)
        return StandardNormal.quantile(share)
    }

    private static func acceleration(_ totals: [Total]) -> Double {
        let sum = totals.reduce(0) { $0 + $1.sum }
        let count = totals.reduce(0) { $0 + $1.count }
        let without = totals.map { (sum - $0.sum) / Double(count - $0.count) }
        let centre = without.reduce(0, +) / Double(without.count)
        var squares = 0.0
        var cubes = 0.0
        for value in without {
            let distance = centre - value
            squares += distance * distance
            cubes += distance * distance * distance
        }
        // Equal clusters have no skew.
        return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }

    private static func quantile(_ p: Double, ofSorted values: [Double]) -> Double {
        let position = min(max(p, 0), 1) * Double(values.count - 1)
        let lower = Int(position)
        guard lower + 1 < values.count else { return values[values.count - 1] }
        let fraction = position - Double(lower)
        return values[lower] + (values[lower + 1] - values[lower]) * fraction
    }
}
