import Benchmarks
import Checkpoints
import Media
import Metrics
import Store
import Tensor

/// Computes the means and covariances of real videos once, for runs that compare with them.
public struct StatisticsBuilder {
    /// What one set of statistics in a file is.
    public struct Summary: Sendable, Codable {
        public var metric: String?
        public var dimension: Int
        public var videos: Int?
        public var vectors: Int?
        public var description: String

        public init(_ statistics: ReferenceStatistics) {
            metric = statistics.origin.metric
            dimension = statistics.dimension
            videos = statistics.origin.videos
            vectors = statistics.origin.vectors
            description = statistics.description
        }
    }

    /// What was written, and how many videos could not be used.
    public struct Result: Sendable, Codable {
        public var path: String
        public var statistics: [Summary]
        public var failed: Int
    }

    private let suites: SuiteRegistry
    private let locator: WeightLocator
    private let weights: String
    private let metrics: [String]

    /// - Parameter metrics: ids, or the first words of several.
    public init(suites: SuiteRegistry, locator: WeightLocator, weights: String, metrics: [String]) {
        (self.suites, self.locator, self.weights, self.metrics) = (suites, locator, weights, metrics)
    }

    /// - Throws: `RunnerError.unknown` for metrics without statistics, `CheckpointError.unavailable` without weights,
    ///   `CancellationError` when interrupted; features that are finished are in the store.
    public func build(
        videos: [String], to path: String, store: Store, compute: Compute,
        interruption: Interruption = Interruption(), observer: any RunObserver = SilentObserver(),
        environment: RunEnvironment = RunEnvironment()
    ) throws -> Result {
        let metrics = try chosen()
        let suite = try suites.videos(videos)
        let features = NetworkFeatures(WeightChoice(weights), locator: locator)
        let keys = Set(metrics.flatMap(\.descriptor.features))
        var extractors: [FeatureKey: ExtractorRecord] = [:]
        for key in keys {
            extractors[key] = try ExtractorRecord(
                key, component: features.component(for: key), arithmetic: compute.arithmeticLabel)
        }
        let reader = ReferenceReader(
            store: store, features: features, environment: environment,
            keys: keys.sorted { $0.preprocessing < $1.preprocessing }, extractors: extractors,
            defaultFramesPerSecond: suite.protocolSettings.framesPerSecond)
        let (read, failed) = try reader.readAll(
            suite.samples.compactMap(\.video), interruption: interruption, observer: observer)
        let statistics = try metrics.map { metric in
            let members = read.filter { video in
                metric.descriptor.features.allSatisfy(video.keys.contains)
            }.map(\.member)
            return try metric.statistics(
                of: StoredFeatureSet(
                    name: "reference videos", members: members, store: store, extractors: extractors,
                    provider: features))
        }
        try ReferenceStatistics.write(statistics, to: path)
        return Result(path: path, statistics: statistics.map(Summary.init), failed: failed)
    }

    private func chosen() throws -> [any StatisticsMetric] {
        let known = MetricRegistry.sets.compactMap { $0 as? any StatisticsMetric }
        let ids = known.map(\.descriptor.id)
        return try metrics.flatMap { name in
            let found = known.filter {
                $0.descriptor.id == name || $0.descriptor.id.hasPrefix(name + "@")
            }
            guard !found.isEmpty else {
                throw RunnerError.unknown(
                    kind: "metric with reference statistics", id: name,
                    nearest: NearestNames.nearest(to: name, in: ids), known: ids)
            }
            return found
        }
    }
}
