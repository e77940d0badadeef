import Statistics

/// A metric's values over the videos of one variant, in one category or in all.
public struct Aggregate: Sendable, Codable, Equatable {
    /// Id of the variant.
    public var variant: String
    /// Id of the metric.
    public var metric: String
    /// nil for all videos.
    public var category: String?
    /// Videos that the variant was to make or bring here.
    public var expectedVideos: Int
    /// Source samples behind the values.
    public var samples: Int
    /// Over videos, each weighing the same; `count` is the number of videos with a value.
    public var summary: Summary
    /// Of the mean, over all videos: BCa bootstrap, clustered by source sample; Wilson's for rates, with the trials
    /// clustered by sample. nil for one category and for fewer than two samples.
    public var interval: Interval?
    /// The mean over all terms of all videos, so that long videos weigh more, where videos differ in length; VBench
    /// averages some metrics so.
    public var termWeightedMean: Double?

    /// Whether every expected video has a value.
    public var isComplete: Bool { summary.count >= expectedVideos }
}
