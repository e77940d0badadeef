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

    public init(
        _ descriptor: MetricDescriptor, components: [Component], unavailable: Unavailability? = nil
    ) {
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
            unavailable: unavailable.map { "\($0.reason) \($0.remedy)" })
    }
}
