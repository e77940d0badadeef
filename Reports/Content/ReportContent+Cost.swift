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
        /// Floating-point operations of one U-Net forward, all matrix products (two per multiply-add).
        public var flopsPerForward: Double?
        /// The same as the profiler counts it whose numbers the generator's paper prints.
        public var profiledFlopsPerForward: Double?
        /// In the order in which they follow each other.
        public var stages: [Stage]

        public init(
            variant: String, videos: Int, secondsPerVideo: Double? = nil, peakMemory: Int64? = nil,
            flopsPerForward: Double? = nil, profiledFlopsPerForward: Double? = nil, stages: [Stage] = []
        ) {
            self.variant = variant
            self.videos = videos
            self.secondsPerVideo = secondsPerVideo
            self.peakMemory = peakMemory
            self.flopsPerForward = flopsPerForward
            self.profiledFlopsPerForward = profiledFlopsPerForward
            self.stages = stages
        }
    }

    /// What one stage of the work took, as means over videos.
    public struct Stage: Sendable, Codable, Equatable {
        /// `encode`, `denoise`, `extract.clip_vit_b32`, …
        public var name: String
        /// Videos that were timed.
        public var videos: Int
        /// Wall seconds.
        public var seconds: Double
        /// Highest resident memory of the process, in bytes.
        public var peakMemory: Int64?
        /// How often the stage repeated its part: denoising steps, decoded frames.
        public var repetitions: Int?
        /// Floating-point operations that it needs (two per multiply-add, nothing counted twice).
        public var operations: Double?

        public init(
            name: String, videos: Int, seconds: Double, peakMemory: Int64? = nil, repetitions: Int? = nil,
            operations: Double? = nil
        ) {
            self.name = name
            self.videos = videos
            self.seconds = seconds
            self.peakMemory = peakMemory
            self.repetitions = repetitions
            self.operations = operations
        }

        /// Operations a second that were reached; nil without a time or operations.
        public var rate: Double? { operations.flatMap { seconds > 0 ? $0 / seconds : nil } }
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
