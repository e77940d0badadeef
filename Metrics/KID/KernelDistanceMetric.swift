import Statistics

/// Kernel distances: how far the features of videos lie from those of real ones, without bias from N.
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

    /// Parts of KID: `subset_deviation` and `all`, the estimate over all vectors.
    public func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        guard let reference else {
            throw MetricError.missingInput(sample: set.name, input: .referenceSet)
        }
        guard case .videos(let real) = reference else {
            throw MetricError.leftOut(
                sample: set.name, metric: descriptor.id,
                reason: "it compares with single features, and the reference has only means and covariances")
        }
        let (ours, theirs) = (
            try GatheredFeatures(set, descriptor.features[0]),
            try GatheredFeatures(real, descriptor.features[0])
        )
        let all = try KernelDistance(
            ours.matrix, theirs.matrix, jackknife: BlockJackknife(), units: (ours.units, theirs.units))
        var value = SetValue(value: all.value, videos: set.count, vectors: ours.matrix.rows)
        value.referenceVideos = real.count
        value.referenceVectors = theirs.matrix.rows
        value.standardError = all.standardError
        // The estimate has no bias to correct.
        value.biasCorrected = all.value
        value.blocks = all.parts
        value.warn(
            [ours, theirs].flatMap {
                StatisticsWarning.about(set: $0.matrix.name, count: $0.matrix.rows, dimension: 1)
            })
        if form == .kid {
            let size = min(1000, ours.matrix.rows, theirs.matrix.rows)
            let isWhole = size == ours.matrix.rows && size == theirs.matrix.rows
            let subsets = try SubsetKernelDistance(
                ours.matrix, theirs.matrix, subsets: isWhole ? 1 : 100, size: size)
            value.value = subsets.mean
            value.parts = ["subset_deviation": subsets.standardDeviation, "all": all.value]
        }
        return value
    }
}
