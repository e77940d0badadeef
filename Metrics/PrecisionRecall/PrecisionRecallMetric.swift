import Statistics

/// Improved precision and recall of frames: how many lie where real ones do, and how much of the real is covered.
///
/// `precision@inception-2015` = share of generated frames within the distance of a real frame to its third nearest real
/// neighbour; `recall@inception-2015` = the reverse; pool3 features.
/// Range: 0 … 1, higher is better.
/// Source: Kynkäänniemi et al. 2019 (arXiv 1904.06991); torch-fidelity's `prc`.
public struct PrecisionRecallMetric: SetMetric {
    public enum Form: String, Sendable { case precision, recall }

    public let form: Form
    public let descriptor: MetricDescriptor

    public init(_ form: Form) {
        self.form = form
        descriptor = MetricDescriptor(
            id: "\(form.rawValue)@inception-2015", version: 1,
            title: form == .precision ? "Precision" : "Recall",
            range: 0...1, direction: .higher, inputs: [.referenceSet], features: [.inceptionPool3],
            source: "Kynkäänniemi et al. 2019 (arXiv 1904.06991); torch-fidelity")
    }

    /// Parts: `f_score`, the harmonic mean of both.
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
            try GatheredFeatures(set, .inceptionPool3), try GatheredFeatures(real, .inceptionPool3)
        )
        let found = try PrecisionRecall(generated: ours.matrix, real: theirs.matrix)
        var value = SetValue(
            value: form == .precision ? found.precision : found.recall, videos: set.count,
            vectors: ours.matrix.rows)
        value.referenceVideos = real.count
        value.referenceVectors = theirs.matrix.rows
        value.parts = ["f_score": found.fScore]
        value.warn(
            [ours, theirs].flatMap {
                StatisticsWarning.about(set: $0.matrix.name, count: $0.matrix.rows, dimension: 1)
            })
        let (covered, units) =
            form == .precision ? (found.coveredGenerated, ours.units) : (found.coveredReal, theirs.units)
        value.trust(try ifLargeEnough { try Self.jackknife(set.name, covered, units, value: value.value) })
        // Leaving out frames on the counted side alone has no bias; the neighbourhoods stay.
        value.biasCorrected = nil
        return value
    }

    /// Of the share of covered frames, leaving out videos of the counted side.
    private static func jackknife(
        _ name: String, _ covered: [Bool], _ units: [Range<Int>], value: Double
    ) throws -> JackknifeEstimate {
        try BlockJackknife().estimate(set: name, units: units.count, value: value) { videos in
            let frames = videos.flatMap { units[$0] }
            return Double(frames.count { covered[$0] }) / Double(max(1, frames.count))
        }
    }
}
