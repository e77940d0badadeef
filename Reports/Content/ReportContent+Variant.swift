extension ReportContent {
    /// A generator with its settings, or a set of finished videos: one row of every table.
    public struct Variant: Sendable, Codable, Equatable {
        /// Unique in the report; scores, curves, costs and failures refer to it.
        public var id: String
        /// What the row is called.
        public var title: String
        /// The three switches of the ablation; nil for videos that came finished.
        public var toggles: Toggles?
        /// Seeds for which every sample was generated; empty for videos that came finished.
        public var seeds: [UInt64]
        /// Where the generator's weights come from; nil for videos that came finished.
        public var weights: WeightClass?
        /// Place in a grid of FrameInit's settings; nil outside of one.
        public var gridPoint: GridPoint?
        /// Names under which the videos may be compared: ``nativeProtocol`` as they were made, and ids of protocols that
        /// they were brought to or meet as they are. nil for the first alone.
        public var protocols: [String]?
        /// Whether the videos are the suite's real ones, which are ranked with nothing; nil for no.
        public var isReal: Bool?

        /// Videos at the size, length and rate at which they were made.
        public static let nativeProtocol = "native"

        public init(
            id: String, title: String, toggles: Toggles? = nil, seeds: [UInt64] = [],
            weights: WeightClass? = nil, gridPoint: GridPoint? = nil, protocols: [String]? = nil,
            isReal: Bool? = nil
        ) {
            self.gridPoint = gridPoint
            (self.protocols, self.isReal) = (protocols, isReal)
            self.id = id
            self.title = title
            self.toggles = toggles
            self.seeds = seeds
            self.weights = weights
        }
    }

    /// The parts of ConsistI2V that an ablation switches off one by one.
    public struct Toggles: Sendable, Codable, Equatable {
        public var frameInit: Bool
        public var temporalConditioning: Bool
        public var spatialConditioning: Bool

        public init(frameInit: Bool, temporalConditioning: Bool, spatialConditioning: Bool) {
            self.frameInit = frameInit
            self.temporalConditioning = temporalConditioning
            self.spatialConditioning = spatialConditioning
        }
    }

    /// Settings of FrameInit that a grid varies.
    public struct GridPoint: Sendable, Codable, Equatable, Hashable {
        /// τ, steps of noise on the layout; nil without FrameInit.
        public var steps: Int?
        /// D₀, the stop frequency in space and time; nil without FrameInit.
        public var stopFrequency: Double?

        public init(steps: Int?, stopFrequency: Double?) {
            (self.steps, self.stopFrequency) = (steps, stopFrequency)
        }
    }

    /// Where weights come from; numbers made with `demo` or `synthetic` ones are marked wherever they appear.
    public enum WeightClass: String, Sendable, Codable, CaseIterable {
        case official, custom, demo, synthetic
    }
}
