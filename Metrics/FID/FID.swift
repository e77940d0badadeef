import Statistics

/// Fréchet inception distance over frames: how far the look of single frames lies from that of real ones.
///
/// `|m₁ − m₂|² + Tr S₁ + Tr S₂ − 2 Tr (S₁S₂)^½` over the pool3 features of every frame of every video.
/// Range: 0 … ∞, lower is better; values at different N or protocols do not compare.
/// Source: Heusel et al. 2017 (arXiv 1706.08500); features and resize as torch-fidelity, every frame as
/// long-video-gan, divisor N − 1.
/// Differs: Double and the nuclear norm; frames of long videos weigh as much as those of short ones.
public struct FID: StatisticsMetric {
    private let metric = FrechetMetric(
        key: .inceptionPool3, divisor: .countMinusOne,
        descriptor: MetricDescriptor(
            id: "fid@inception-2015", version: 1, title: "FID", range: 0...1e12, direction: .lower,
            inputs: [.referenceSet], features: [.inceptionPool3],
            source: "Heusel et al. 2017 (arXiv 1706.08500); torch-fidelity", displayScale: 1))

    public init() {}

    public var descriptor: MetricDescriptor { metric.descriptor }

    public func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        try metric.evaluate(set, against: reference)
    }

    public func statistics(of set: any FeatureSet) throws -> ReferenceStatistics {
        try metric.statistics(of: set)
    }
}
