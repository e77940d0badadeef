import Tensor

/// Why a statistic cannot be computed. Every text names the set, what was expected and what was found.
public enum StatisticsError: UserFacingError, Sendable, Equatable {
    /// A set has fewer vectors than the statistic is defined for.
    case tooFewVectors(set: String, purpose: String, needed: Int, found: Int)
    /// Two sets hold vectors of different lengths.
    case dimensionMismatch(set: String, dimension: Int, other: String, otherDimension: Int)
    /// A feature is infinite or not a number.
    case nonFinite(set: String, vector: Int, value: Double)
    /// A feature has a value that the statistic is not defined for.
    case unsuitableFeature(set: String, vector: Int, expected: String, found: String)
    /// A distance came out so far below zero that rounding does not explain it.
    case negativeDistance(set: String, other: String, value: Double, smallest: Double)
    /// The mean or covariance cannot be one.
    case unsuitableCovariance(set: String, expected: String, found: String)
    /// Weighted vectors have no N − 1.
    case weightedVectors(set: String)
    /// LAPACK gave up.
    case noConvergence(of: String, set: String)
}

extension StatisticsError {
    public var exitCode: Int32 {
        switch self {
        case .noConvergence: 1
        default: 65
        }
    }

    public var description: String {
        switch self {
        case .tooFewVectors(let set, let purpose, let needed, let found):
            "\(set): \(purpose) needs at least \(needed) vectors, found \(found). Use a larger set."
        case .dimensionMismatch(let set, let dimension, let other, let otherDimension):
            "\(set) has vectors of length \(dimension), \(other) of length \(otherDimension); expected the same. "
                + "Compare features of one network only."
        case .nonFinite(let set, let vector, let value):
            "\(set): vector \(vector) holds \(value), expected finite features. "
                + "Check the video it comes from and clear the feature cache."
        case .unsuitableFeature(let set, let vector, let expected, let found):
            "\(set): vector \(vector): expected \(expected), found \(found). Give the features that the statistic asks for."
        case .negativeDistance(let set, let other, let value, let smallest):
            "the distance between \(set) and \(other) is \(value), expected at least \(smallest). "
                + "One of the covariances is damaged; build the statistics again."
        case .unsuitableCovariance(let set, let expected, let found):
            "\(set): expected \(expected), found \(found). Build the statistics again."
        case .weightedVectors(let set):
            "\(set): the covariance of weighted vectors is divided by the sum of the weights; "
                + "expected the divisor N, found N − 1. Choose the divisor N."
        case .noConvergence(let what, let set):
            "\(set): the \(what) did not converge. Check the features for extreme values."
        }
    }
}

/// What a statistic says, or nil where the set is too small for it.
package func ifLargeEnough<Value>(_ statistic: () throws -> Value) throws -> Value? {
    do {
        return try statistic()
    } catch StatisticsError.tooFewVectors {
        return nil
    }
}
