/// Extrapolates a distance whose bias falls with 1/N to infinitely many units.
///
/// At each size, shuffles of a fixed stream are cut into as many disjoint sub-samples as fit, and the distances of all
/// of them are averaged; a line over 1/N is fitted to the averages. Small sizes thus rest on as many vectors as large
/// ones, and all points weigh the same.
///
/// Only what is sub-sampled is extrapolated: the bias from a reference of finite size stays.
///
/// Source: Chong and Forsyth (2020), "Effectively unbiased FID and Inception Score and where to find them". Differs:
/// disjoint sub-samples, sizes spaced evenly in 1/N, down to N/4 by default because the line bends where N approaches
/// the number of dimensions.
public struct SizeExtrapolation: Sendable, Hashable, Codable {
    /// The sizes are N over these.
    public var divisions: [Double]
    /// Shuffles for every size below N.
    public var shuffles: Int
    public var seed: UInt64

    public init(
        divisions: [Double] = [1, 1.5, 2, 2.5, 3, 3.5, 4], shuffles: Int = 2, seed: UInt64 = 0
    ) {
        precondition(divisions.allSatisfy { $0 >= 1 && $0.isFinite }, "sizes up to that of the set")
        precondition(shuffles > 0, "at least one shuffle")
        (self.divisions, self.shuffles, self.seed) = (divisions, shuffles, seed)
    }

    /// The sub-samples of every size, by descending size; ascending numbers of units in each.
    package func subsamples(_ units: Int) -> [(size: Int, members: [[Int]])] {
        let sizes = Set(divisions.map { Int(Double(units) / $0) }).filter { $0 > 1 }.sorted(by: >)
        return sizes.map { size in
            guard size < units else { return (size, [Array(0..<units)]) }
            let members = (0..<shuffles).flatMap { shuffle -> [[Int]] in
                var random = SplitMix64(seed: seed &+ UInt64(shuffle))
                let order = random.permutation(units)
                return (0..<units / size).map { order[$0 * size..<($0 + 1) * size].sorted() }
            }
            return (size, members)
        }
    }

    /// - Parameter distance: of the units whose numbers it is given; called from several threads.
    /// - Throws: `StatisticsError.tooFewVectors` when there are fewer than two sizes of at least two units, and
    ///   what the distance throws.
    public func curve(
        set: String, units: Int, of distance: @Sendable ([Int]) throws -> Double
    ) throws -> ExtrapolationCurve {
        try curve(set: set, units: units, subsamples(units), of: distance)
    }

    /// The same for distances that are known of unions of blocks of units.
    ///
    /// - Parameter sizes: units of every block; the points stand at the mean number of units of their sub-samples.
    /// - Parameter distance: of the blocks whose numbers it is given; called from several threads.
    public func curve(
        set: String, blocks sizes: [Int], of distance: @Sendable ([Int]) throws -> Double
    ) throws -> ExtrapolationCurve {
        let samples = subsamples(sizes.count).map { sample in
            let units = sample.members.map { $0.reduce(0) { $0 + sizes[$1] } }.reduce(0, +)
            let mean = Double(units) / Double(sample.members.count)
            return (size: Int(mean.rounded()), members: sample.members)
        }
        return try curve(set: set, units: sizes.reduce(0, +), samples, of: distance)
    }

    private func curve(
        set: String, units: Int, _ samples: [(size: Int, members: [[Int]])],
        of distance: @Sendable ([Int]) throws -> Double
    ) throws -> ExtrapolationCurve {
        let members = samples.flatMap(\.members)
        guard samples.count > 1 else {
            throw StatisticsError.tooFewVectors(
                set: set, purpose: "an extrapolation in 1/N", needed: 4, found: units)
        }
        let values = try Concurrent.map(members.count) { try distance(members[$0]) }
        var start = 0
        let points = samples.map { sample in
            let found = Array(values[start..<start + sample.members.count])
            start += found.count
            let mean = found.reduce(0, +) / Double(found.count)
            let squares = found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return ExtrapolationCurve.Point(
                units: sample.size, value: mean,
                standardDeviation: found.count > 1
                    ? (squares / Double(found.count - 1)).squareRoot() : nil, subsamples: found.count)
        }
        guard let curve = ExtrapolationCurve(points: points) else {
            throw StatisticsError.tooFewVectors(
                set: set, purpose: "an extrapolation in 1/N", needed: 4, found: units)
        }
        return curve
    }

    /// Of the Fréchet distance of a set in memory to a fixed reference.
    ///
    /// - Parameter rows: of one video each, which stay together; nil when every row stands for itself.
    public func frechet(
        _ features: FeatureMatrix, units rows: [Range<Int>]? = nil, against reference: FittedGaussian,
        divisor: CovarianceDivisor
    ) throws -> ExtrapolationCurve {
        let rows = rows ?? (0..<features.rows).map { $0..<$0 + 1 }
        return try curve(set: features.name, units: rows.count) { kept in
            let part = features.selecting(kept.flatMap { rows[$0] })
            return try FrechetDistance(FittedGaussian(part, divisor: divisor), reference).value
        }
    }
}
