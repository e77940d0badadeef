/// A distance at several set sizes and where it goes with infinitely many: the intercept of the line in 1/N.
public struct ExtrapolationCurve: Sendable, Codable, Equatable {
    /// The distance at one size.
    public struct Point: Sendable, Codable, Equatable {
        /// Units, usually videos, of a sub-sample.
        public var units: Int
        /// Mean distance over the sub-samples.
        public var value: Double
        /// Standard deviation over them (n − 1); nil for one.
        public var standardDeviation: Double?
        public var subsamples: Int

        public init(units: Int, value: Double, standardDeviation: Double?, subsamples: Int) {
            (self.units, self.value) = (units, value)
            (self.standardDeviation, self.subsamples) = (standardDeviation, subsamples)
        }
    }

    /// From the whole set down.
    public var points: [Point]
    /// The line through the points over 1/units. Its intercept is FVD∞ or FID∞; the error says how straight the
    /// points lie. The sub-samples come from one set: what another set would give is told by the jackknife.
    public var fit: LinearFit

    /// nil unless there are two different sizes.
    public init?(points: [Point]) {
        guard let fit = LinearFit(points.map { (1 / Double($0.units), $0.value) }) else { return nil }
        (self.points, self.fit) = (points, fit)
    }
}
