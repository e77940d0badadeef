extension ReportContent {
    /// What the videos of one variant cost to make.
    public struct Cost: Sendable, Codable, Equatable {
        /// Id of the variant.
        public var variant: String
        /// Videos that were timed.
        public var videos: Int
        /// Mean wall seconds from request to finished file.
        public var secondsPerVideo: Double?
        /// Largest resident memory of the process while it generated, in bytes.
        public var peakMemory: Int64?
        /// Floating-point operations of one U-Net forward (two per multiply-add).
        public var flopsPerForward: Double?

        public init(
            variant: String, videos: Int, secondsPerVideo: Double? = nil, peakMemory: Int64? = nil,
            flopsPerForward: Double? = nil
        ) {
            self.variant = variant
            self.videos = videos
            self.secondsPerVideo = secondsPerVideo
            self.peakMemory = peakMemory
            self.flopsPerForward = flopsPerForward
        }
    }

    /// An image file beside the report, such as a contact sheet.
    public struct Picture: Sendable, Codable, Equatable {
        /// Relative to the folder of `report.md`.
        public var path: String
        public var title: String
        /// What is in the columns and rows.
        public var caption: String

        public init(path: String, title: String, caption: String) {
            self.path = path
            self.title = title
            self.caption = caption
        }
    }

    /// A video that could not be made or read.
    public struct Failure: Sendable, Codable, Equatable {
        public var video: VideoKey
        /// Where it happened: `generate`, `decode`, or the id of a metric.
        public var stage: String
        /// What happened, where, and what to do.
        public var reason: String

        public init(video: VideoKey, stage: String, reason: String) {
            self.video = video
            self.stage = stage
            self.reason = reason
        }
    }
}
