/// The normal distribution fitted to a set of feature vectors, ready to be compared: its mean and a factor A of its
/// covariance, S = AᵀA.
///
/// With fewer vectors than dimensions A is the centred set itself, divided by the root of the divisor. Otherwise its
/// rows are √w·v for the eigenvalues w and eigenvectors v of S; eigenvalues below D·2.2e-16·max w are zero and left
/// out.
///
/// Shapes: mean [D], A [R, D] with R at most D.
/// Cost: nothing much below D vectors, one symmetric eigenproblem of order D otherwise (about 10·D³ operations).
public struct FittedGaussian: Sendable {
    /// What errors call the set.
    public let name: String
    /// N; nil where the statistics do not say.
    public let count: Int?
    public let mean: [Double]
    /// Tr S.
    public let trace: Double
    /// nil where the statistics do not say.
    public let divisor: CovarianceDivisor?
    let factor: [Double]

    /// D.
    public var dimension: Int { mean.count }
    /// R.
    public var rank: Int { factor.count / dimension }

    /// - Throws: `StatisticsError.tooFewVectors` below two vectors, `.nonFinite`.
    public init(_ features: FeatureMatrix, divisor: CovarianceDivisor) throws {
        try features.requireRows(2, for: "a covariance")
        guard features.rows < features.columns else {
            try self.init(FeatureMoments(features), divisor: divisor)
            return
        }
        try features.requireFinite()
        var mean = [Double](repeating: 0, count: features.columns)
        for row in 0..<features.rows {
            for (column, value) in features.row(row).enumerated() { mean[column] += Double(value) }
        }
        for column in mean.indices { mean[column] /= Double(features.rows) }
        let root = divisor.value(Double(features.rows)).squareRoot()
        let centred = features.values.enumerated().map { place, value in
            (Double(value) - mean[place % features.columns]) / root
        }
        self.init(
            name: features.name, count: features.rows, mean: mean,
            trace: centred.reduce(0) { $0 + $1 * $1 }, divisor: divisor, factor: centred)
    }

    private init(
        name: String, count: Int?, mean: [Double], trace: Double, divisor: CovarianceDivisor?,
        factor: [Double]
    ) {
        (self.name, self.count, self.mean) = (name, count, mean)
        (self.trace, self.divisor, self.factor) = (trace, divisor, factor)
    }

    /// - Throws: `StatisticsError.tooFewVectors` below two vectors, `.weightedVectors` for N − 1 with weights.
    public init(_ moments: FeatureMoments, divisor: CovarianceDivisor) throws {
        try self.init(
            name: moments.name, mean: moments.mean, covariance: moments.covariance(divisor),
            count: moments.count, divisor: divisor)
    }

    /// From a mean [D] and a covariance [D, D] that came from elsewhere.
    ///
    /// - Throws: `StatisticsError.unsuitableCovariance` when sizes do not fit, something is not finite, the matrix
    ///   is not symmetric (to 1e-6 of its largest element) or an eigenvalue is clearly negative.
    public init(
        name: String, mean: [Double], covariance: [Double], count: Int? = nil,
        divisor: CovarianceDivisor? = nil
    ) throws {
        try Self.check(name: name, mean: mean, covariance: covariance)
        if let count, count < 2 {
            throw StatisticsError.tooFewVectors(set: name, purpose: "a covariance", needed: 2, found: count)
        }
        let order = mean.count
        let trace = (0..<order).reduce(0) { $0 + covariance[$1 * order + $1] }
        let (values, vectors) = try Dense.eigen(symmetric: covariance, order: order, name: name)
        let largest = values.last ?? 0
        guard (values.first ?? 0) >= -1e-6 * max(largest, 0) else {
            throw StatisticsError.unsuitableCovariance(
                set: name, expected: "a covariance without negative eigenvalues",
                found: "\(values[0]) beside \(largest)")
        }
        let smallest = Double(order) * 0x1p-52 * largest
        var factor: [Double] = []
        for (index, value) in values.enumerated() where value > smallest {
            let root = value.squareRoot()
            for element in vectors[index * order..<(index + 1) * order] { factor.append(root * element) }
        }
        self.init(
            name: name, count: count, mean: mean, trace: trace, divisor: divisor, factor: factor)
    }

    private static func check(name: String, mean: [Double], covariance: [Double]) throws {
        func unsuitable(_ expected: String, _ found: String) -> StatisticsError {
            .unsuitableCovariance(set: name, expected: expected, found: found)
        }
        let order = mean.count
        guard order > 0, covariance.count == order * order else {
            throw unsuitable(
                "\(order) × \(order) covariances for a mean of length \(order)", "\(covariance.count) numbers"
            )
        }
        guard mean.allSatisfy(\.isFinite), covariance.allSatisfy(\.isFinite) else {
            throw unsuitable("finite means and covariances", "an infinite or undefined one")
        }
        let tolerance = 1e-6 * covariance.reduce(0) { max($0, abs($1)) }
        for row in 0..<order {
            for column in 0..<row
            where abs(covariance[row * order + column] - covariance[column * order + row]) > tolerance {
                throw unsuitable(
                    "a symmetric covariance",
                    "\(covariance[row * order + column]) at [\(row), \(column)] and "
                        + "\(covariance[column * order + row]) across the diagonal")
            }
        }
    }
}
