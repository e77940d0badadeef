extension ReportContent {
    /// Which way a metric improves.
    public enum Direction: String, Sendable, Codable { case higher, lower, neither }

    /// One column of the tables.
    public struct Metric: Sendable, Codable, Equatable {
        /// `subject_consistency`, `isim@first`, …; scores refer to it.
        public var id: String
        /// Raised when the metric's numbers change.
        public var version: Int
        public var title: String
        /// Unit of the stored value (`1` for pure numbers).
        public var unit: String
        public var direction: Direction
        /// Tables print value × scale with so many decimals (0.9741 → 97.41).
        public var scale: Double
        public var decimals: Int
        /// Paper section or official implementation.
        public var source: String
        /// Where the weights of the metric's network come from; nil when it has none.
        public var weights: WeightClass?
        /// What the unscaled value can be; nil when unknown.
        public var range: ValueRange?
        /// Folder of the metric's card in the sources.
        public var card: String?
        /// Whether a value is a share of successes; its intervals are Wilson's.
        public var isRate: Bool?
        /// Hash over the weights and the arithmetic that its values depend on: values with another one do not compare.
        /// nil where they depend on none.
        public var identity: String?
        /// Why the metric could not be computed at all and what to do about it.
        public var unavailable: Unavailability?

        public init(
            id: String, version: Int, title: String, unit: String = "1", direction: Direction,
            scale: Double = 100, decimals: Int = 2, source: String, weights: WeightClass? = nil,
            range: ValueRange? = nil, card: String? = nil, isRate: Bool? = nil, identity: String? = nil,
            unavailable: Unavailability? = nil
        ) {
            self.identity = identity
            self.isRate = isRate
            self.id = id
            self.version = version
            self.title = title
            self.unit = unit
            self.direction = direction
            self.scale = scale
            self.decimals = decimals
            self.source = source
            self.weights = weights
            self.range = range
            self.card = card
            self.unavailable = unavailable
        }
    }

    /// The ends of what a value can be; nil for an open one.
    public struct ValueRange: Sendable, Codable, Equatable {
        public var lower: Double?
        public var upper: Double?

        /// Infinite ends become open ones.
        public init(lower: Double?, upper: Double?) {
            self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
            self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
        }
    }

    /// Why something is absent and what brings it.
    public struct Unavailability: Sendable, Codable, Equatable {
        public var reason: String
        public var remedy: String

        public init(reason: String, remedy: String) {
            self.reason = reason
            self.remedy = remedy
        }
    }
}
