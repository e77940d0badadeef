import Benchmarks
import Metrics

/// Where the set comes from that other sets are compared with.
public enum ReferenceSource: Sendable {
    case none
    /// The row of the plan with the suite's own real clips.
    case variant(Int)
    /// Real videos by path: the user's as they are, a data set's brought to the size and length of what is compared.
    case videos([String], ComparisonProtocol? = nil)
    /// Means and covariances from files.
    case statistics(paths: [String], [ReferenceStatistics])
}

/// What a plan says of its reference set; part of what the values of sets depend on.
public struct PlannedReference: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable { case realClips = "real_clips", videos, statistics }

    public var kind: Kind
    /// In words: `32 real clips of the suite`, `videos in clips/`, a file's name.
    public var title: String
    /// Hash over the contents of the videos or the file; empty for the suite's own clips, which the suite's hash
    /// covers.
    public var hash: String
    /// Where files of statistics lie; nil for videos. No part of what tells plans apart.
    public var files: [String]?

    public init(kind: Kind, title: String, hash: String, files: [String]? = nil) {
        (self.kind, self.title, self.hash, self.files) = (kind, title, hash, files)
    }
}
