import Statistics

/// Kernel distances: how far the features of videos lie from those of real ones, without the bias of Fréchet distances.
///
/// MMD² with k(a, b) = (a·b / D + 1)³. `kid@inception-2015`: mean over 100 random subsets of up to 1,000 frames, pool3
/// features. `kvd@i3d-tats`: one estimate over all videos, I3D logits.
/// Range: slightly below 0 … ∞, lower is better.
/// Source: Bińkowski et al. 2018 (arXiv 1801.01401); torch-fidelity; TATS prints the second.
/// Differs: Double instead of Float32; subsets shrink to the smaller set where that has fewer than 1,000 vectors.
public struct KernelDistanceMetric: SetMetric {
    public enum Form: Sendable { case kid, kvd }

    public let form: Form
    public let descriptor: MetricDescriptor

    public init(_ form: Form) {
        self.form = form
        let isKID = form == .kid
        descriptor = MetricDescriptor(
            id: isKID ? "kid@inception-2015" : "kvd@i3d-tats", version: 1, title: isKID ? "KID" : "KVD",
            range: -1e12...1e12, direction: .lower, inputs: [.referenceSet],
            features: [isKID ? .inceptionPool3 : .i3dTATS],
            source: isKID
                ? "Bińkowski et al. 2018 (arXiv 1801.01401); torch-fidelity" : "TATS (arXiv 2204.03638)",
            displayScale: isKID ? 1000 : 1, decimals: isKID ? 3 : 2)
    }

    /// Vectors of both sets together up to which KID also says what all pairs of them give.
    private static let allPairs = 16_384

    /// Parts of KID: `subset_deviation`, and `all`, the estimate over all vectors of sets that are not too large.
    public func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        guard let reference else {
            throw MetricError.missingInput(sample: set.name, input: .referenceSet)
        }
        guard case .videos(let real) = reference else {
            throw MetricError.leftOut(
                metric: descriptor.id,
                reason: "it compares with single features, and the reference has only means and covariances")
        }
        return try evaluate(
            SetFeatures(set, descriptor.features[0]), against: SetFeatures(real, descriptor.features[0]))
    }

    /// The same for features that are held or read.
    package func evaluate(_ ours: SetFeatures, against theirs: SetFeatures) throws -> SetValue {
        var value = try form == .kid ? kid(ours, theirs) : kvd(ours, theirs)
        value.referenceVideos = theirs.units.count
        value.referenceVectors = theirs.rows
        value.warn(
            [ours, theirs].flatMap { StatisticsWarning.about(set: $0.name, count: $0.rows, dimension: 1) })
        return value
    }

    private func kvd(_ ours: SetFeatures, _ theirs: SetFeatures) throws -> SetValue {
        let all = try KernelDistance(ours, theirs, units: (ours.units, theirs.units))
        var value = SetValue(value: all.value, videos: ours.units.count, vectors: ours.rows)
        (value.standardError, value.blocks) = (all.standardError, all.parts)
        // One vector a video: there is no bias to correct.
        value.biasCorrected = value.value
        value.extrapolate(all.curve)
        return value
    }

    private func kid(_ ours: SetFeatures, _ theirs: SetFeatures) throws -> SetValue {
        let size = min(1000, ours.rows, theirs.rows)
        let isWhole = size == ours.rows && size == theirs.rows
        let subsets = try SubsetKernelDistance(
            ours, theirs, subsets: isWhole ? 1 : 100, size: size, units: (ours.units, theirs.units))
        var value = SetValue(value: subsets.mean, videos: ours.units.count, vectors: ours.rows)
        (value.standardError, value.biasCorrected) = (subsets.standardError, subsets.corrected)
        value.blocks = subsets.parts.isEmpty ? nil : subsets.parts
        value.parts = ["subset_deviation": subsets.standardDeviation]
        if ours.rows + theirs.rows <= Self.allPairs {
            value.parts["all"] = try KernelDistance(ours, theirs, units: (ours.units, theirs.units)).value
        }
        value.extrapolate(subsets.curve)
        return value
    }
}
