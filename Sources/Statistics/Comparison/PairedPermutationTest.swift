/// Whether paired values differ: a two-sided permutation test of their mean difference.
///
/// If both members of a pair came from one distribution, every difference would be as likely with the other sign. With
/// the differences of one cluster (such as the seeds of a sample) keeping a common sign, cⱼ the sum over cluster j:
///
///     p = share of sign patterns s with |Σ sⱼcⱼ| ≥ |Σ cⱼ|
///
/// All patterns are counted where there are at most `exactLimit` clusters that differ; otherwise `draws` patterns of a
/// fixed stream are, and p = (1 + hits)/(1 + draws), so that it is never zero. The same differences in the same order
/// give the same p.
///
/// Source: Fisher (1935), The Design of Experiments, section 21; Phipson and Smyth (2010) for the drawn form.
public struct PairedPermutationTest: Sendable, Hashable, Codable {
    public var exactLimit: Int
    public var draws: Int
    public var seed: UInt64

    public init(exactLimit: Int = 18, draws: Int = 20_000, seed: UInt64 = 0) {
        precondition(
            (1...30).contains(exactLimit) && draws > 0, "1 to 30 clusters exactly, at least one draw")
        (self.exactLimit, self.draws, self.seed) = (exactLimit, draws, seed)
    }

    /// What a test finds.
    public struct Outcome: Sendable, Codable, Equatable {
        /// Mean over all pairs.
        public var difference: Double
        public var pairs: Int
        /// Clusters that hold pairs.
        public var clusters: Int
        public var pValue: Double
        /// Whether every sign pattern was counted.
        public var isExact: Bool
    }

    /// - Parameter clusters: differences of pairs that belong together; every pair weighs the same.
    /// - Returns: nil without a pair.
    /// - Cost: 2^(clusters − 1) additions, or draws × clusters.
    public func outcome(ofDifferences clusters: [[Double]]) -> Outcome? {
        let filled = clusters.filter { !$0.isEmpty }
        let pairs = filled.reduce(0) { $0 + $1.count }
        guard pairs > 0 else { return nil }
        let sums = filled.map { $0.reduce(0, +) }
        // A cluster without a difference stays what it is under either sign.
        let moving = sums.filter { $0 != 0 }
        let isExact = moving.count <= exactLimit
        return Outcome(
            difference: sums.reduce(0, +) / Double(pairs), pairs: pairs, clusters: filled.count,
            pValue: isExact ? Self.exact(moving) : drawn(moving), isExact: isExact)
    }

    /// What counts as reaching the observed sum in spite of rounding.
    private static func threshold(_ sums: [Double]) -> Double {
        abs(sums.reduce(0, +)) - 1e-10 * sums.reduce(0) { $0 + abs($1) }
    }

    /// The first sign stays: the other half of the patterns mirrors this one. Neighbouring patterns of a Gray code
    /// differ in one sign.
    private static func exact(_ sums: [Double]) -> Double {
        guard sums.count > 1 else { return 1 }
        let threshold = threshold(sums)
        var signed = sums
        var total = sums.reduce(0, +)
        let patterns = 1 << (sums.count - 1)
        var hits = abs(total) >= threshold ? 1 : 0
        for pattern in 1..<patterns {
            let place = pattern.trailingZeroBitCount + 1
            total -= 2 * signed[place]
            signed[place] = -signed[place]
            if abs(total) >= threshold { hits += 1 }
        }
        return Double(hits) / Double(patterns)
    }

    private func drawn(_ sums: [Double]) -> Double {
        let threshold = Self.threshold(sums)
        var random = SplitMix64(seed: seed)
        var hits = 0
        for _ in 0..<draws {
            var total = 0.0
            var bits: UInt64 = 0
            for (place, sum) in sums.enumerated() {
                if place % 64 == 0 { bits = random.next() }
                total += bits & 1 == 0 ? sum : -sum
                bits >>= 1
            }
            if abs(total) >= threshold { hits += 1 }
        }
        return Double(1 + hits) / Double(1 + draws)
    }
}
