import Statistics

extension ReportContent {
    /// The value of a metric for all videos of a variant at once, such as a Fréchet distance to real ones.
    public struct SetValue: Sendable, Codable, Equatable {
        /// One point of the extrapolation: the value at a smaller number of videos.
        public struct Point: Sendable, Codable, Equatable {
            public var count: Int
            public var value: Double
            /// Standard deviation over the sub-samples of that size.
            public var spread: Double?

            public init(count: Int, value: Double, spread: Double? = nil) {
                (self.count, self.value, self.spread) = (count, value, spread)
            }
        }

        /// Id of the variant.
        public var variant: String
        /// Id of the metric.
        public var metric: String
        /// Unscaled.
        public var value: Double
        public var videos: Int
        public var vectors: Int
        public var referenceVideos: Int?
        public var referenceVectors: Int?
        public var standardError: Double?
        public var biasCorrected: Double?
        /// At infinitely many videos, by a straight line over 1/N.
        public var limit: Double?
        public var limitError: Double?
        /// Of that line.
        public var slope: Double?
        public var points: [Point]
        public var warnings: [String]
        /// The statistic without one block of videos each, of the videos and of the reference.
        public var blocks: [BlockValues]
        /// Values that agree in it are of the same samples, seeds and reference, block by block.
        public var pairing: String?

        public init(
            variant: String, metric: String, value: Double, videos: Int, vectors: Int,
            referenceVideos: Int? = nil, referenceVectors: Int? = nil, standardError: Double? = nil,
            biasCorrected: Double? = nil, limit: Double? = nil, limitError: Double? = nil,
            slope: Double? = nil,
            points: [Point] = [], warnings: [String] = [], blocks: [BlockValues] = [],
            pairing: String? = nil
        ) {
            (self.blocks, self.pairing) = (blocks, pairing)
            self.variant = variant
            self.metric = metric
            self.value = value
            self.videos = videos
            self.vectors = vectors
            self.referenceVideos = referenceVideos
            self.referenceVectors = referenceVectors
            self.standardError = standardError
            self.biasCorrected = biasCorrected
            self.limit = limit
            self.limitError = limitError
            self.slope = slope
            self.points = points
            self.warnings = warnings
        }
    }

    /// Why a variant has no value of a metric of sets.
    public struct SetGap: Sendable, Codable, Equatable {
        public var variant: String
        public var metric: String
        /// Whether something went wrong; otherwise there is nothing to compare with.
        public var isFailure: Bool
        public var reason: String

        public init(variant: String, metric: String, isFailure: Bool, reason: String) {
            self.variant = variant
            self.metric = metric
            self.isFailure = isFailure
            self.reason = reason
        }
    }
}
