import Statistics

/// Fréchet video distance: how far the I3D features of videos lie from those of real ones.
///
/// `|m₁ − m₂|² + Tr S₁ + Tr S₂ − 2 Tr (S₁S₂)^½` over the logits of I3D for the first 16 frames of every video.
/// Range: 0 … ∞, lower is better; values at different N or protocols do not compare.
/// Source: Unterthiner et al. 2018 (arXiv 1812.01717); the forms of TATS (the paper's) and of StyleGAN-V.
/// Differs: Double and the nuclear norm instead of Float32 roots or `sqrtm`.
public struct FVD: StatisticsMetric {
    /// A published protocol.
    public enum Form: String, Sendable {
        case tats = "i3d-tats"
        case styleGANV = "i3d-styleganv"
    }

    private let metric: FrechetMetric

    public init(_ form: Form) {
        let isTATS = form == .tats
        let key = isTATS ? FeatureKey.i3dTATS : .i3dStyleGANV
        metric = FrechetMetric(
            key: key, divisor: isTATS ? .countMinusOne : .count,
            descriptor: MetricDescriptor(
                id: "fvd@\(form.rawValue)", version: 1, title: isTATS ? "FVD" : "FVD (StyleGAN-V)",
                range: 0...1e12, direction: .lower, inputs: [.referenceSet], features: [key],
                source: isTATS
                    ? "TATS (arXiv 2204.03638), used by ConsistI2V" : "StyleGAN-V (arXiv 2112.14683)",
                displayScale: 1))
    }

    public var descriptor: MetricDescriptor { metric.descriptor }

    public func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        try metric.evaluate(set, against: reference)
    }

    public func statistics(of set: any FeatureSet) throws -> ReferenceStatistics {
        try metric.statistics(of: set)
    }
}
