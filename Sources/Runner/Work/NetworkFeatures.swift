import Checkpoints
import Media
import Metrics
import Synchronization
import Tensor

/// The metrics' own networks with the weights that a run names.
struct NetworkFeatures: FeatureProvider {
    private let extractors: FeatureExtractors
    private let counter = ForwardCounter()

    init(_ choice: WeightChoice, locator: WeightLocator) {
        let counter = counter
        extractors = FeatureExtractors(
            choice == .demo ? .demo : .published, weights: { try locator.weights(for: $0, choice) },
            onForward: counter.add)
    }

    var forwardCounts: [String: Int] { counter.counts }

    func component(for key: FeatureKey) throws -> PlannedMetric.Component? {
        try extractors.weightIdentity(for: key).map {
            PlannedMetric.Component(
                extractor: key.extractor, version: FeatureExtractors.version, weights: $0)
        }
    }

    func describesFrames(_ key: FeatureKey) -> Bool { FeatureExtractors.describesFrames(key) }

    func dependsOnFrameRate(_ key: FeatureKey) -> Bool { FeatureExtractors.dependsOnFrameRate(key) }

    func frameFeatures(_ keys: [FeatureKey], of clip: ClipOutline) throws -> any FrameFeatureAccumulator {
        try extractors.begin(keys, of: clip)
    }

    func feature(_ key: FeatureKey, of image: RGBImage) throws -> Tensor {
        try extractors.feature(key, of: image)
    }

    func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor {
        try extractors.feature(key, ofPrompt: prompt)
    }
}

extension VideoFeatureAccumulator: FrameFeatureAccumulator {}

/// Counts the inputs of forwards by network.
private final class ForwardCounter: Sendable {
    private let inputs = Mutex<[String: Int]>([:])

    var counts: [String: Int] { inputs.withLock { $0 } }

    func add(_ network: String, _ count: Int) { inputs.withLock { $0[network, default: 0] += count } }
}
