import Statistics

/// Inception scores: how sure a classifier is of every video or frame, and how many classes it sees altogether.
///
/// `exp(mean KL(p(y|x) ‖ p(y)))`, mean over ten splits. `inception_score@c3d-ucf101`: C3D on the first 16 frames of
/// every video, order shuffled by numpy's generator with seed 42. `inception_score@inception-v3`: Inception's logits
/// without bias on every frame, seed 2020.
/// Range: 1 … classes, higher is better; values at different N do not compare.
/// Source: StyleGAN-V's `isv2048_ucf` (the paper's); torch-fidelity's `isc`.
public struct InceptionScoreMetric: SetMetric {
    public enum Form: Sendable { case c3d, inception }

    public let form: Form
    public let descriptor: MetricDescriptor

    public init(_ form: Form) {
        self.form = form
        let isC3D = form == .c3d
        descriptor = MetricDescriptor(
            id: isC3D ? "inception_score@c3d-ucf101" : "inception_score@inception-v3", version: 1,
            title: isC3D ? "IS" : "IS (frames)", range: 1...(isC3D ? 101 : 1008), direction: .higher,
            features: [isC3D ? .c3dLogits : .inceptionLogits],
            source: isC3D
                ? "StyleGAN-V (arXiv 2112.14683), used by ConsistI2V"
                : "Salimans et al. 2016 (arXiv 1606.03498); torch-fidelity", displayScale: 1)
    }

    private var scoreForm: InceptionScoreForm { form == .c3d ? .styleGANV : .torchFidelity }

    /// Parts: `split_deviation`, the spread over the splits.
    /// - Throws: `StatisticsError.tooFewVectors` with fewer vectors than splits.
    public func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        try evaluate(SetFeatures(set, descriptor.features[0]))
    }

    /// The same for features that are held or read.
    package func evaluate(_ features: SetFeatures) throws -> SetValue {
        let form = scoreForm
        @Sendable func score(_ videos: [Int]?) throws -> InceptionScore {
            let rows = videos.map { $0.flatMap { features.units[$0] } }
            guard let matrix = features.matrix else {
                return try InceptionScore(reading: features, rows: rows, form: form)
            }
            return try InceptionScore(logits: rows.map(matrix.selecting) ?? matrix, form: form)
        }
        let whole = try score(nil)
        var value = SetValue(value: whole.mean, videos: features.units.count, vectors: features.rows)
        value.parts = ["split_deviation": whole.standardDeviation]
        value.warn(StatisticsWarning.about(set: features.name, count: features.rows, dimension: 1))
        value.trust(
            try ifLargeEnough {
                try BlockJackknife().estimate(
                    set: features.name, units: features.units.count, value: value.value
                ) { try score($0).mean }
            })
        value.extrapolate(
            try ifLargeEnough {
                try SizeExtrapolation().curve(set: features.name, units: features.units.count) {
                    try score($0).mean
                }
            })
        return value
    }
}
