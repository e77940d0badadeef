/// The straight line y = intercept + slope·x of least squares.
public struct LinearFit: Sendable, Codable, Equatable {
    public var intercept: Double
    public var slope: Double
    /// Standard error of the intercept from the scatter about the line, s·√(1/n + x̄²/Σ(x − x̄)²) with s² = Σr²/(n −
    /// 2); nil for two points.
    public var interceptError: Double?

    /// nil unless there are two different x.
    public init?(_ points: [(x: Double, y: Double)]) {
        let count = Double(points.count)
        guard points.count > 1 else { return nil }
        let centre = points.reduce(0) { $0 + $1.x } / count
        let level = points.reduce(0) { $0 + $1.y } / count
        let spread = points.reduce(0) { $0 + ($1.x - centre) * ($1.x - centre) }
        guard spread > 0 else { return nil }
        let slope = points.reduce(0) { $0 + ($1.x - centre) * ($1.y - level) } / spread
        let intercept = level - slope * centre
        (self.slope, self.intercept) = (slope, intercept)
        guard points.count > 2 else { return }
        let squares = points.reduce(0) { sum, point in
            let residual = point.y - intercept - slope * point.x
            return sum + residual * residual
        }
        let variance = squares / (count - 2)
        interceptError = (variance * (1 / count + centre * centre / spread)).squareRoot()
    }
}
