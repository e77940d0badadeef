extension ReportContent {
    /// What became of one metric on one video.
    public enum Status: String, Sendable, Codable, CaseIterable { case scored, skipped, failed, unavailable }

    /// Names one video: a sample made (or imported) by a variant with a seed.
    public struct VideoKey: Sendable, Codable, Hashable {
        public var sample: String
        public var category: String
        /// Id of the variant.
        public var variant: String
        /// nil for videos that came finished.
        public var seed: UInt64?

        public init(sample: String, category: String, variant: String, seed: UInt64? = nil) {
            self.sample = sample
            self.category = category
            self.variant = variant
            self.seed = seed
        }
    }

    /// The value of one metric for one video, or why there is none.
    public struct Score: Sendable, Codable, Equatable {
        public var video: VideoKey
        /// Id of the metric.
        public var metric: String
        public var status: Status
        /// Unscaled; present exactly when the status is `scored`.
        public var value: Double?
        /// Why there is no value.
        public var reason: String?
        /// Terms that the value is the mean of, where their number matters: trials of a rate, pairs of frames.
        public var terms: Int?

        public init(
            video: VideoKey, metric: String, status: Status = .scored, value: Double? = nil,
            reason: String? = nil, terms: Int? = nil
        ) {
            self.terms = terms
            self.video = video
            self.metric = metric
            self.status = status
            self.value = value
            self.reason = reason
        }
    }

    /// Values along one video; a report draws the mean over the videos of each variant.
    public struct Curve: Sendable, Codable, Equatable {
        public var video: VideoKey
        /// Curves with the same id share a picture: `isim`.
        public var id: String
        public var title: String
        /// What the vertical axis shows: `Cosine similarity`.
        public var axisTitle: String
        /// Frame number of the first value; the input image is frame 1.
        public var firstFrame: Int
        /// Unscaled, one for each frame.
        public var values: [Double]
        /// Where the weights of the network behind it come from; nil when it has none.
        public var weights: WeightClass?

        public init(
            video: VideoKey, id: String, title: String, axisTitle: String = "Cosine similarity",
            firstFrame: Int = 1, values: [Double],
            weights: WeightClass? = nil
        ) {
            self.video = video
            self.id = id
            self.title = title
            self.axisTitle = axisTitle
            self.firstFrame = firstFrame
            self.values = values
            self.weights = weights
        }
    }
}
