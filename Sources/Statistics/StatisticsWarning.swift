/// Something a reader of a statistic should know although the number is right.
public enum StatisticsWarning: Sendable, Hashable, Codable, CustomStringConvertible {
    /// N < D: the covariance has no full rank, and the distance is far above that of large sets.
    case fewerVectorsThanDimensions(set: String, count: Int, dimension: Int)
    /// N < 50: the number says little about the distribution behind the set.
    case fewVectors(set: String, count: Int)
    /// The statistics do not say how many vectors they were made of.
    case unknownCount(set: String)

    /// Sets with fewer vectors than this are warned about.
    public static let fewVectors = 50

    public var description: String {
        switch self {
        case .fewerVectorsThanDimensions(let set, let count, let dimension):
            "\(set): \(count) vectors of length \(dimension); with fewer vectors than dimensions the distance is "
                + "biased upwards and only comparable at equal N."
        case .fewVectors(let set, let count):
            "\(set): only \(count) vectors; below \(Self.fewVectors) the value is mostly noise."
        case .unknownCount(let set):
            "\(set): its statistics do not say how many vectors they were made of."
        }
    }

    /// What there is to say about a set of `count` vectors (nil: unknown) of length `dimension`.
    public static func about(set: String, count: Int?, dimension: Int) -> [StatisticsWarning] {
        guard let count else { return [.unknownCount(set: set)] }
        return
            (count < dimension
            ? [.fewerVectorsThanDimensions(set: set, count: count, dimension: dimension)] : [])
            + (count < fewVectors ? [.fewVectors(set: set, count: count)] : [])
    }
}
