import Statistics

/// Mean and covariance of the features of a reference set, kept in a file instead of its videos.
///
/// Formats, told by content: `.npz` with `mu` and `sigma` (pytorch-fid, clean-fid, and what ``write(_:to:)`` makes)
/// or `mean` and `cov` (tgan2), and the pickled dictionary of StyleGAN-V and cd-fvd (`raw_mean`, `raw_cov`,
/// `num_items`). Files made here also say by which protocol, network and weights they came about; files from elsewhere
/// do not, and only their vector length can be checked.
///
/// Shapes: mean [D], covariance [D, D].
public struct ReferenceStatistics: Sendable, Equatable {
    /// How the statistics came about, as far as is known.
    public struct Origin: Sendable, Hashable, Codable {
        /// Id of the metric, `fvd@i3d-tats`.
        public var metric: String?
        /// Network and the way its input was prepared.
        public var extractor: String?
        public var preprocessing: String?
        /// SHA-256 of the network's weights.
        public var weights: String?
        /// `official`, `custom`, `demo` or `synthetic`: where those weights come from.
        public var weightClass: String?
        /// Feature vectors, N.
        public var vectors: Int?
        public var videos: Int?
        /// nil also where videos differ in length.
        public var framesPerVideo: Int?
        /// `256x256`, width first; nil also where videos differ in size.
        public var videoSize: String?
        /// Whose videos these are, in words: a row of a run's tables, or the real clips of a suite.
        public var source: String?

        public init(
            metric: String? = nil, extractor: String? = nil, preprocessing: String? = nil,
            weights: String? = nil, weightClass: String? = nil, vectors: Int? = nil, videos: Int? = nil,
            framesPerVideo: Int? = nil, videoSize: String? = nil, source: String? = nil
        ) {
            (self.weightClass, self.source) = (weightClass, source)
            (self.metric, self.extractor, self.preprocessing) = (metric, extractor, preprocessing)
            (self.weights, self.vectors, self.videos) = (weights, vectors, videos)
            (self.framesPerVideo, self.videoSize) = (framesPerVideo, videoSize)
        }
    }

    /// What errors call the statistics: the file, or the set they were computed from.
    public var name: String
    public var mean: [Double]
    public var covariance: [Double]
    /// What the covariance was divided by: N − 1 in files with `mu` or `mean` that do not say, N in pickles.
    public var divisor: CovarianceDivisor
    public var origin: Origin

    /// D.
    public var dimension: Int { mean.count }

    /// - Precondition: a covariance of the mean's length squared.
    public init(
        name: String, mean: [Double], covariance: [Double], divisor: CovarianceDivisor, origin: Origin
    ) {
        precondition(covariance.count == mean.count * mean.count, "[D] and [D, D]")
        (self.name, self.mean, self.covariance) = (name, mean, covariance)
        (self.divisor, self.origin) = (divisor, origin)
    }

    /// Of a set that was gathered here; N is taken from it.
    ///
    /// - Throws: `StatisticsError` for fewer than two vectors, or weighted ones with N − 1.
    public init(_ moments: FeatureMoments, divisor: CovarianceDivisor, origin: Origin) throws {
        try self.init(
            name: moments.name, mean: moments.mean, covariance: moments.covariance(divisor),
            divisor: divisor, origin: origin)
        self.origin.vectors = moments.count
    }

    /// The fitted normal distribution, its covariance brought to the divisor of a protocol.
    ///
    /// - Throws: `MetricError.unusableStatistics` when the divisors differ and N is unknown, `StatisticsError` when
    ///   the numbers are no covariance.
    public func gaussian(divisor wanted: CovarianceDivisor) throws -> FittedGaussian {
        guard wanted != divisor else {
            return try FittedGaussian(
                name: name, mean: mean, covariance: covariance, count: origin.vectors, divisor: wanted)
        }
        guard let vectors = origin.vectors, vectors > 1 else {
            throw MetricError.unusableStatistics(
                file: name, expected: "a covariance divided by \(wanted.rawValue), or the number of vectors",
                found: "one divided by \(divisor.rawValue) that does not say of how many")
        }
        let count = Double(vectors)
        let factor = wanted == .count ? (count - 1) / count : count / (count - 1)
        return try FittedGaussian(
            name: name, mean: mean, covariance: covariance.map { $0 * factor }, count: vectors,
            divisor: wanted)
    }
}
