import Checkpoints
import Hashing
import Metrics
import Store

/// One column of a run's tables.
public struct PlannedMetric: Sendable, Hashable, Codable {
    /// The weights of one network that the metric's features come from.
    public struct Component: Sendable, Hashable, Codable {
        public var extractor: String
        /// Raised when the extractor's outputs change.
        public var version: Int
        public var weights: WeightIdentity

        public init(extractor: String, version: Int, weights: WeightIdentity) {
            self.extractor = extractor
            self.version = version
            self.weights = weights
        }
    }

    /// Why a metric cannot be computed and what changes that.
    public struct Unavailability: Sendable, Hashable, Codable {
        public var reason: String
        public var remedy: String

        public init(reason: String, remedy: String) {
            self.reason = reason
            self.remedy = remedy
        }
    }

    public var id: String
    public var version: Int
    public var title: String
    public var unit: String
    public var direction: Direction
    public var displayScale: Double
    public var decimals: Int
    public var source: String
    public var components: [Component]
    public var unavailable: Unavailability?
    /// Whether the metric has one value for a set of videos instead of one for each. Plans that were stored before
    /// there were such metrics say nothing.
    public var describesSets: Bool?
    /// Whether a value is a share of successes.
    public var isRate: Bool?
    /// Name of the part whose length is the number of terms behind a value.
    public var terms: String?
    /// Ends of the values' range.
    public var range: [Double]?
    /// Folder of the metric's card.
    public var card: String?

    public init(
        _ descriptor: MetricDescriptor, components: [Component], describesSets: Bool = false,
        unavailable: Unavailability? = nil
    ) {
        self.describesSets = describesSets
        isRate = descriptor.isRate
        terms = descriptor.terms
        card = descriptor.card
        range = [descriptor.range.lowerBound, descriptor.range.upperBound]
        id = descriptor.id
        version = descriptor.version
        title = descriptor.title
        unit = descriptor.unit
        direction = descriptor.direction
        displayScale = descriptor.displayScale
        decimals = descriptor.decimals
        source = descriptor.source
        self.components = components
        self.unavailable = unavailable
    }

    /// The worst provenance among the networks' weights; nil for metrics of pixels alone.
    public var provenance: Provenance? {
        components.map(\.weights.provenance).max { $0.trust > $1.trust }
    }

    /// Hash over the weights that the value depends on; empty when it depends on none.
    func weightsHash(arithmetic: String) throws -> String {
        guard !components.isEmpty else { return "" }
        let parts = components.map { "\($0.extractor) \($0.version) \($0.weights.sha256)" }.sorted()
        return SHA256.hex(of: (parts + [arithmetic]).joined(separator: "\n").utf8)
    }

    func record(arithmetic: String) throws -> MetricRecord {
        MetricRecord(
            metric: id, version: version, weights: try weightsHash(arithmetic: arithmetic),
            provenance: provenance?.rawValue ?? "",
            unavailable: unavailable.map { "\($0.reason) \($0.remedy)" },
            describesSets: describesSets == true)
    }
}
