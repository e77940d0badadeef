import Statistics
import Tensor

/// A Fréchet distance between the features of videos and of a reference set; FVD and FID are two of them.
///
/// Sets whose features fit a fixed amount of memory are held; larger ones are read from the cache video by video, so
/// that memory does not grow with them.
struct FrechetMetric: Sendable {
    let key: FeatureKey
    let divisor: CovarianceDivisor
    let descriptor: MetricDescriptor

    func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        guard let reference else {
            throw MetricError.missingInput(sample: set.name, input: .referenceSet)
        }
        switch reference {
        case .statistics(let found):
            let expectation = try expectation(of: set)
            let statistics = try ReferenceStatistics.matching(found, expectation)
            var value = try evaluate(set, against: try statistics.gaussian(divisor: divisor), videos: nil)
            value.referenceVideos = statistics.origin.videos
            let unstated = statistics.unstated(of: expectation)
            if !unstated.isEmpty {
                value.warnings.append(
                    "The reference statistics do not state their \(unstated.joined(separator: ", ")); "
                        + "whether they fit cannot be checked.")
            }
            return value
        case .videos(let videos):
            guard videos.count > 1 else {
                throw StatisticsError.tooFewVectors(
                    set: videos.name, purpose: descriptor.title, needed: 2, found: videos.count)
            }
            return try evaluate(set, against: try fitted(videos), videos: videos)
        }
    }

    /// What statistics have to be of to be compared with the set.
    private func expectation(of set: any FeatureSet) throws -> ReferenceStatistics.Expectation {
        guard set.count > 0 else {
            throw StatisticsError.tooFewVectors(set: set.name, purpose: descriptor.title, needed: 2, found: 0)
        }
        return ReferenceStatistics.Expectation(
            origin: try origin(of: set), dimension: try set.features(key, of: 0).width)
    }

    /// How the statistics of a set came about; what differs between its videos is left out.
    func origin(of set: any FeatureSet) throws -> ReferenceStatistics.Origin {
        let outlines = (0..<set.count).map(set.outline)
        let sizes = Set(outlines.map { "\($0.width)x\($0.height)" })
        let rows = try Set((0..<set.count).map { try set.features(key, of: $0).rows })
        return ReferenceStatistics.Origin(
            metric: descriptor.id, extractor: key.extractor, preprocessing: key.preprocessing,
            weights: set.weights(key), videos: set.count, framesPerVideo: rows.count == 1 ? rows.first : nil,
            videoSize: sizes.count == 1 ? sizes.first : nil)
    }

    /// Mean and covariance of a set, ready for a file.
    func statistics(of set: any FeatureSet) throws -> ReferenceStatistics {
        guard let moments = try set.moments(key, of: 0..<set.count) else {
            throw StatisticsError.tooFewVectors(set: set.name, purpose: descriptor.title, needed: 2, found: 0)
        }
        return try ReferenceStatistics(moments, divisor: divisor, origin: try origin(of: set))
    }

    private func fitted(_ set: any FeatureSet) throws -> FittedGaussian {
        if try set.estimatedElements(key) <= SetFeatures.heldElements {
            return try FittedGaussian(GatheredFeatures(set, key).matrix, divisor: divisor)
        }
        guard let moments = try set.moments(key, of: 0..<set.count) else {
            throw StatisticsError.tooFewVectors(set: set.name, purpose: descriptor.title, needed: 2, found: 0)
        }
        return try FittedGaussian(moments, divisor: divisor)
    }

    private func evaluate(
        _ set: any FeatureSet, against reference: FittedGaussian, videos: (any FeatureSet)?
    ) throws -> SetValue {
        let ours = try fitted(set)
        let distance = try FrechetDistance(ours, reference)
        var value = SetValue(value: distance.value, videos: set.count, vectors: ours.count ?? set.count)
        value.referenceVideos = videos?.count
        value.referenceVectors = reference.count
        value.warn(distance.warnings)
        let jackknife = try ifLargeEnough { try self.jackknife(set, against: reference) }
        let theirs = try videos.flatMap { other in
            try ifLargeEnough { try self.jackknife(other, against: ours) }
        }
        if let jackknife {
            value.trust(theirs.map { jackknife.combined(with: $0) } ?? jackknife)
        }
        value.extrapolate(try ifLargeEnough { try extrapolation(set, against: reference) })
        return value
    }

    private func jackknife(_ set: any FeatureSet, against reference: FittedGaussian) throws
        -> JackknifeEstimate
    {
        let jackknife = BlockJackknife()
        if try set.estimatedElements(key) <= SetFeatures.heldElements {
            let held = try GatheredFeatures(set, key)
            return try jackknife.frechet(
                held.matrix, units: held.units, against: reference, divisor: divisor)
        }
        let blocks = jackknife.partition(set.count)
        let (key, divisor) = (key, divisor)
        guard let moments = try set.moments(key, of: 0..<set.count) else {
            throw StatisticsError.tooFewVectors(set: set.name, purpose: "a jackknife", needed: 2, found: 0)
        }
        return try jackknife.frechet(
            moments, sizes: blocks.map(\.count), against: reference, divisor: divisor
        ) { block in
            try set.moments(key, of: blocks[block]) ?? FeatureMoments(name: set.name, dimension: 1)
        }
    }

    private func extrapolation(_ set: any FeatureSet, against reference: FittedGaussian) throws
        -> ExtrapolationCurve
    {
        if try set.estimatedElements(key) <= SetFeatures.heldElements {
            let held = try GatheredFeatures(set, key)
            return try SizeExtrapolation().frechet(
                held.matrix, units: held.units, against: reference, divisor: divisor)
        }
        let (key, divisor) = (key, divisor)
        // Every sub-sample is another pass over the cache and another eigenproblem.
        return try SizeExtrapolation(divisions: [1, 2, 3, 4], shuffles: 1).curve(
            set: set.name, units: set.count
        ) { kept in
            guard let moments = try set.moments(key, of: kept) else {
                throw StatisticsError.tooFewVectors(
                    set: set.name, purpose: "an extrapolation", needed: 2, found: 0)
            }
            return try FrechetDistance(FittedGaussian(moments, divisor: divisor), reference).value
        }
    }
}
