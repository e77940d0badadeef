extension BlockJackknife {
    /// Fréchet distance of a set in memory to a fixed reference, with error and bias from taking the set apart.
    ///
    /// The moments without a block are those of all vectors less those of the block; where fewer vectors than
    /// dimensions are left, the centred vectors are used as they are.
    ///
    /// - Parameter units: rows of one video each, which stay together; nil when every row stands for itself.
    /// - Throws: `StatisticsError` as ``FrechetDistance`` does, `.tooFewVectors` when less than two vectors remain.
    /// - Cost: one Fréchet distance for each block.
    public func frechet(
        _ features: FeatureMatrix, units: [Range<Int>]? = nil, against reference: FittedGaussian,
        divisor: CovarianceDivisor
    ) throws -> JackknifeEstimate {
        let units = units ?? (0..<features.rows).map { $0..<$0 + 1 }
        let partition = try requirePartition(set: features.name, units: units.count)
        let blocks = partition.map { $0.flatMap { units[$0] } }
        let value = try FrechetDistance(FittedGaussian(features, divisor: divisor), reference).value
        let left = features.rows - (blocks.map(\.count).max() ?? 0)
        guard left >= features.columns else {
            return try estimate(set: features.name, units: units.count, value: value) { kept in
                let rest = features.selecting(kept.flatMap { units[$0] })
                return try FrechetDistance(FittedGaussian(rest, divisor: divisor), reference).value
            }
        }
        return try frechet(
            FeatureMoments(features), value: value, sizes: partition.map(\.count), against: reference,
            divisor: divisor
        ) { block in try FeatureMoments(features, rows: blocks[block]) }
    }

    /// The same for a set that is read block by block and never held in memory.
    ///
    /// - Parameter moments: of the whole set.
    /// - Parameter value: the distance of the whole set; nil to compute it here.
    /// - Parameter sizes: units of each block, as ``partition(_:)`` cut them.
    /// - Parameter blockMoments: of the vectors of one block; called from several threads.
    public func frechet(
        _ moments: FeatureMoments, value: Double? = nil, sizes: [Int], against reference: FittedGaussian,
        divisor: CovarianceDivisor, blockMoments: @Sendable (Int) throws -> FeatureMoments
    ) throws -> JackknifeEstimate {
        guard sizes.count > 1 else {
            throw StatisticsError.tooFewVectors(
                set: moments.name, purpose: "a jackknife", needed: 2, found: sizes.count)
        }
        let whole =
            try value ?? FrechetDistance(FittedGaussian(moments, divisor: divisor), reference).value
        let values = try Concurrent.map(sizes.count) { block in
            let rest = try moments.removing(blockMoments(block))
            return try FrechetDistance(FittedGaussian(rest, divisor: divisor), reference).value
        }
        return JackknifeEstimate(value: whole, withoutBlocks: values, sizes: sizes)
    }
}
