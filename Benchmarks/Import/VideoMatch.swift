/// Which videos stand for which samples of a suite, and what is left on both sides.
public struct VideoMatch: Sendable, Hashable {
    /// How videos say which sample they belong to.
    public enum Rule: String, Sendable, CaseIterable, Codable {
        /// A manifest in the folder if there is one; otherwise each file by id, then by prompt.
        case automatic = "auto"
        /// Rows of a manifest with columns for the sample and the video.
        case manifest
        /// Files named after the sample's id.
        case id
        /// VBench's rule: `<prompt>-<index>.mp4`.
        case prompt = "vbench"
    }

    public struct Pair: Sendable, Hashable {
        public var sample: String
        public var index: Int
        public var file: String
    }

    /// A video that belongs to no sample.
    public struct Stray: Sendable, Hashable, Codable {
        public var file: String
        public var reason: String
    }

    /// In the order of the suite's samples, then of indices.
    public var pairs: [Pair]
    /// Samples without a video, in the suite's order.
    public var samplesWithout: [String]
    /// In the order of their paths.
    public var strays: [Stray]
}
