import Statistics
import Tensor

/// The features of a set of videos, read one video at a time so that large sets need little memory.
public protocol FeatureSet: Sendable {
    /// What the set is, for messages: `ConsistI2V`, `reference videos`.
    var name: String { get }
    /// Videos.
    var count: Int { get }
    /// Size, length and rate of a video.
    func outline(of video: Int) -> ClipOutline
    /// SHA-256 of the weights that a feature is made with; nil where there are none.
    func weights(_ key: FeatureKey) -> String?
    /// The rows of one video, `[N, D]`.
    func features(_ key: FeatureKey, of video: Int) throws -> Tensor
    /// The feature of one video's prompt, `[1, D]`.
    func prompt(_ key: FeatureKey, of video: Int) throws -> Tensor
}

/// What a set of videos is compared with.
public enum ReferenceSet {
    case videos(any FeatureSet)
    /// Means and covariances that were computed before; only Fréchet distances can use them.
    case statistics([ReferenceStatistics])
}

/// A metric with one value for a set of videos.
public protocol SetMetric: Metric {
    /// - Throws: `MetricError.leftOut` when the metric cannot be had from what is there, `MetricError` otherwise.
    func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue
}

/// A metric of sets that needs no more of the reference than its mean and covariance.
public protocol StatisticsMetric: SetMetric {
    /// - Throws: `StatisticsError.tooFewVectors` for fewer than two vectors.
    func statistics(of set: any FeatureSet) throws -> ReferenceStatistics
}

/// The value of a set of videos with everything that says how far to trust it.
public struct SetValue: Sendable, Codable, Equatable {
    /// The value at a smaller number of videos; the points of the extrapolation.
    public struct Point: Sendable, Codable, Equatable {
        /// Videos.
        public var count: Int
        public var value: Double
        /// Standard deviation over the sub-samples of that size.
        public var spread: Double?

        public init(count: Int, value: Double, spread: Double? = nil) {
            (self.count, self.value, self.spread) = (count, value, spread)
        }
    }

    public var value: Double
    /// Videos and feature vectors behind the value.
    public var videos: Int
    public var vectors: Int
    public var referenceVideos: Int?
    public var referenceVectors: Int?
    /// Of the value, from leaving out blocks of videos.
    public var standardError: Double?
    public var biasCorrected: Double?
    /// Where the straight line of the value over 1/N ends at infinitely many videos.
    public var limit: Double?
    public var limitError: Double?
    /// Of that line.
    public var slope: Double?
    public var points: [Point]
    /// Other numbers by name, such as the spread over splits.
    public var parts: [String: Double]
    /// What a reader has to know before trusting the value.
    public var warnings: [String]
    /// The statistic without one block of videos each, of the set and of the reference where that was taken apart too;
    /// sets of the same samples are compared by them. Values that were stored before there were such say nothing.
    public var blocks: [BlockValues]?

    public init(value: Double, videos: Int, vectors: Int) {
        (self.value, self.videos, self.vectors) = (value, videos, vectors)
        (points, parts, warnings) = ([], [:], [])
    }
}
