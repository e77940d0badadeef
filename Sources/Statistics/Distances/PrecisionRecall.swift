/// Improved precision and recall: how much of each set lies within the other's neighbourhoods.
///
/// The radius of a vector is the distance to its k-th nearest neighbour in its own set, itself excluded.
///
///     precision = share of generated vectors within the radius of any real one,  recall = the reverse,
///     f = 2·precision·recall/(precision + recall)
///
/// Range: 0 … 1, higher is better. A vector on the edge of a neighbourhood is inside.
/// Cost: (M + N)²·D operations; memory as ``NeighbourhoodCoverage``, whatever the size of the sets.
/// Source: Kynkäänniemi et al. (2019); torch-fidelity's `prc` with k = 3.
public struct PrecisionRecall: Sendable, Codable, Equatable {
    /// Error and dependence on N of one of the two.
    public struct Trust: Sendable, Codable, Equatable {
        /// Blocks of both sets leave in turn: a set loses counted vectors on one side, neighbourhoods on the other. nil
        /// where a set without a block has no k-th neighbour.
        public var jackknife: JackknifeEstimate?
        /// Against 1/N of the generated set.
        public var curve: ExtrapolationCurve?
    }

    /// Generated vectors within the real neighbourhoods, over all.
    public var precision: Double
    /// Real vectors within the generated neighbourhoods, over all.
    public var recall: Double
    /// Harmonic mean; 0 when both are 0.
    public var fScore: Double
    /// k.
    public var neighbours: Int
    /// Which generated vectors lie within the real neighbourhoods.
    public var coveredGenerated: [Bool]
    /// Which real vectors lie within the generated neighbourhoods.
    public var coveredReal: [Bool]
    public var precisionTrust: Trust
    public var recallTrust: Trust

    /// - Parameter units: rows of one video each, which stay together, for the generated and the real set; nil when
    ///   every row stands for itself.
    /// - Throws: `StatisticsError.tooFewVectors` when a set has no k-th neighbour, `.dimensionMismatch`,
    ///   `.nonFinite`, and what reading throws.
    public init(
        generated: any FeatureSource, real: any FeatureSource, neighbours: Int = 3,
        jackknife: BlockJackknife = BlockJackknife(),
        units: (generated: [Range<Int>]?, real: [Range<Int>]?) = (nil, nil)
    ) throws {
        precondition(neighbours > 0, "at least one neighbour")
        try generated.requireSameColumns(as: real)
        for features in [generated, real] {
            try features.requireRows(neighbours + 1, for: "a neighbour of rank \(neighbours)")
            try features.requireFinite()
        }
        let ours = CutSet(generated, units.generated, jackknife, least: neighbours + 1)
        let theirs = CutSet(real, units.real, jackknife, least: neighbours + 1)
        let made = try NeighbourhoodCoverage(
            of: generated, by: real, neighbours: neighbours, theirs.variants(withSubsamples: false))
        let found = try NeighbourhoodCoverage(
            of: real, by: generated, neighbours: neighbours,
            ours.variants(withSubsamples: true))
        let (precision, recall) = (ours.share(made.masks), theirs.share(found.masks))
        (self.precision, self.recall, self.neighbours) = (precision, recall, neighbours)
        coveredGenerated = made.masks.map { $0 & 1 == 1 }
        coveredReal = found.masks.map { $0 & 1 == 1 }
        fScore = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
        precisionTrust = Trust(
            jackknife: Self.combined(
                ours.countedJackknife(made.masks), theirs.formingJackknife(made.masks, of: ours)),
            curve: try ours.countedCurve(made.masks))
        recallTrust = Trust(
            jackknife: Self.combined(
                ours.formingJackknife(found.masks, of: theirs), theirs.countedJackknife(found.masks)),
            curve: try ours.formingCurve(found.masks, of: theirs))
    }

    private static func combined(_ ours: JackknifeEstimate?, _ theirs: JackknifeEstimate?)
        -> JackknifeEstimate?
    {
        guard let ours, let theirs else { return nil }
        return ours.combined(with: theirs)
    }
}

/// A set cut into blocks of whole units, with the choices of blocks that an error and a curve ask for.
private struct CutSet: Sendable {
    let features: any FeatureSource
    /// Rows of every block.
    let blocks: [[Int]]
    let unitCounts: [Int]
    /// Vectors without which there are no neighbourhoods.
    let least: Int

    init(
        _ features: any FeatureSource, _ units: [Range<Int>]?, _ jackknife: BlockJackknife, least: Int
    ) {
        let units = units ?? (0..<features.rows).map { $0..<$0 + 1 }
        let partition = jackknife.partition(units.count)
        (self.features, self.least) = (features, least)
        blocks = partition.map { $0.flatMap { units[$0] } }
        unitCounts = partition.map(\.count)
    }

    private var all: [Int] { Array(blocks.indices) }
    private var deletions: [[Int]] { all.map { block in all.filter { $0 != block } } }
    private var subsamples: [[Int]] {
        SizeExtrapolation().subsamples(blocks.count).flatMap(\.members).filter { $0 != all }
    }

    private func isLargeEnough(_ kept: [Int]) -> Bool {
        kept.reduce(0) { $0 + blocks[$1].count } >= least
    }

    /// All blocks; then all but one each, where every such choice is large enough; then sub-samples, likewise.
    func variants(withSubsamples: Bool) -> NeighbourhoodCoverage.Variants {
        var blockOfRow = [Int](repeating: 0, count: features.rows)
        for (block, rows) in blocks.enumerated() { for row in rows { blockOfRow[row] = block } }
        return NeighbourhoodCoverage.Variants(
            blockOfRow: blockOfRow, blockCount: blocks.count,
            kept: choices(withSubsamples: withSubsamples))
    }

    private func choices(withSubsamples: Bool) -> [[Int]] {
        let groups = [deletions] + (withSubsamples ? [subsamples] : [])
        return [all] + groups.flatMap { group in group.allSatisfy(isLargeEnough) ? group : [] }
    }

    /// The share of vectors, of all or of those of some blocks, whose bit of that variant is set.
    func share(_ masks: [UInt64], variant: Int = 0, of kept: [Int]? = nil) -> Double {
        let bit = UInt64(1) << UInt64(variant)
        guard let kept else { return Double(masks.count { $0 & bit != 0 }) / Double(masks.count) }
        let rows = kept.reduce(0) { $0 + blocks[$1].count }
        let inside = kept.reduce(0) { $0 + blocks[$1].count { masks[$0] & bit != 0 } }
        return Double(inside) / Double(max(1, rows))
    }

    /// Of a share of this set's vectors, leaving out this set's blocks.
    func countedJackknife(_ masks: [UInt64]) -> JackknifeEstimate? {
        guard blocks.count > 1 else { return nil }
        return JackknifeEstimate(
            value: share(masks), withoutBlocks: deletions.map { share(masks, of: $0) }, sizes: unitCounts)
    }

    /// Of a share of the other set's vectors, leaving out this set's neighbourhoods.
    func formingJackknife(_ masks: [UInt64], of counted: CutSet) -> JackknifeEstimate? {
        guard blocks.count > 1, deletions.allSatisfy(isLargeEnough) else { return nil }
        let without = deletions.indices.map { counted.share(masks, variant: 1 + $0) }
        return JackknifeEstimate(value: counted.share(masks), withoutBlocks: without, sizes: unitCounts)
    }

    func countedCurve(_ masks: [UInt64]) throws -> ExtrapolationCurve? {
        try ifLargeEnough {
            try SizeExtrapolation().curve(set: features.name, blocks: unitCounts) { kept in
                share(masks, of: kept)
            }
        }
    }

    func formingCurve(_ masks: [UInt64], of counted: CutSet) throws -> ExtrapolationCurve? {
        let choices = choices(withSubsamples: true)
        return try ifLargeEnough {
            try SizeExtrapolation().curve(set: features.name, blocks: unitCounts) { kept in
                guard let variant = choices.firstIndex(of: kept) else {
                    throw StatisticsError.tooFewVectors(
                        set: features.name, purpose: "neighbourhoods", needed: least, found: least - 1)
                }
                return counted.share(masks, variant: variant)
            }
        }
    }
}
