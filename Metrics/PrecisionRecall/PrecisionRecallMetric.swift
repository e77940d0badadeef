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
                metric: descriptor.id,
                reason: "it compares with single features, and the reference has only means and covariances")
        }
        return try evaluate(SetFeatures(set, .inceptionPool3), against: SetFeatures(real, .inceptionPool3))
    }

    /// The same for features that are held or read.
    package func evaluate(_ ours: SetFeatures, against theirs: SetFeatures) throws -> SetValue {
        let found = try PrecisionRecall(generated: ours, real: theirs, units: (ours.units, theirs.units))
        var value = SetValue(
            value: form == .precision ? found.precision : found.recall, videos: ours.units.count,
            vectors: ours.rows)
        value.referenceVideos = theirs.units.count
        value.referenceVectors = theirs.rows
        value.parts = ["f_score": found.fScore]
        value.warn(
            [ours, theirs].flatMap { StatisticsWarning.about(set: $0.name, count: $0.rows, dimension: 1) })
        let trust = form == .precision ? found.precisionTrust : found.recallTrust
        value.trust(trust.jackknife)
        value.extrapolate(trust.curve)
        return value
    }
}
