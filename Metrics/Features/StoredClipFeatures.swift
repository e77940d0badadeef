import Tensor

/// The features of one video, all computed beforehand.
public struct StoredClipFeatures: ClipFeatures, Sendable {
    public let sampleID: String
    public let outline: ClipOutline
    public let labels: ClipLabels
    private let frames: [FeatureKey: Tensor]
    private let firstFrame: [FeatureKey: Tensor]?
    private let prompt: [FeatureKey: Tensor]?

    /// - Parameter firstFrame: features of the input image, nil when the sample has none.
    /// - Parameter prompt: features of the prompt, nil when the sample has none.
    public init(
        sampleID: String, outline: ClipOutline, labels: ClipLabels = ClipLabels(),
        frames: [FeatureKey: Tensor], firstFrame: [FeatureKey: Tensor]? = nil,
        prompt: [FeatureKey: Tensor]? = nil
    ) {
        (self.sampleID, self.outline, self.labels) = (sampleID, outline, labels)
        (self.frames, self.firstFrame, self.prompt) = (frames, firstFrame, prompt)
    }

    public func frames(_ key: FeatureKey) throws -> Tensor { try feature(key, in: frames) }

    public func firstFrame(_ key: FeatureKey) throws -> Tensor {
        guard let firstFrame else { throw MetricError.missingInput(sample: sampleID, input: .firstFrame) }
        return try feature(key, in: firstFrame)
    }

    public func prompt(_ key: FeatureKey) throws -> Tensor {
        guard let prompt else { throw MetricError.missingInput(sample: sampleID, input: .prompt) }
        return try feature(key, in: prompt)
    }

    private func feature(_ key: FeatureKey, in features: [FeatureKey: Tensor]) throws -> Tensor {
        guard let feature = features[key] else {
            throw MetricError.missingFeature(sample: sampleID, key: key)
        }
        return feature
    }
}
