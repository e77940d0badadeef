import Checkpoints
import Media
import Metrics
import Tensor

/// The metrics' own networks with the weights that a run names.
struct NetworkFeatures: FeatureProvider {
    private let extractors: FeatureExtractors

    init(_ choice: WeightChoice, locator: WeightLocator) {
        extractors = FeatureExtractors(
            choice == .demo ? .demo : .published, weights: { try locator.weights(for: $0, choice) })
    }

    func component(for key: FeatureKey) throws -> PlannedMetric.Component? {
        try extractors.weightIdentity(for: key).map {
            PlannedMetric.Component(
                extractor: key.extractor, version: FeatureExtractors.version, weights: $0)
        }
    }

    func describesFrames(_ key: FeatureKey) -> Bool { FeatureExtractors.describesFrames(key) }

    func frameFeatures(_ keys: [FeatureKey]) throws -> any FrameFeatureAccumulator {
        try extractors.begin(keys)
    }

    func feature(_ key: FeatureKey, of image: RGBImage) throws -> Tensor {
        try extractors.feature(key, of: image)
    }

    func feature(_ key: FeatureKey, ofPrompt prompt: String) throws -> Tensor {
        try extractors.feature(key, ofPrompt: prompt)
    }
}

extension VideoFeatureAccumulator: FrameFeatureAccumulator {}
