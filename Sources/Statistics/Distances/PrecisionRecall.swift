/// Improved precision and recall: how much of each set lies within the other's neighbourhoods.
///
/// The radius of a vector is the distance to its k-th nearest neighbour in its own set, itself excluded.
///
///     precision = share of generated vectors within the radius of any real one,  recall = the reverse,
///     f = 2·precision·recall/(precision + recall)
///
/// Range: 0 … 1, higher is better. A vector on the edge of a neighbourhood is inside.
/// Cost: (M + N)²·D operations in tiles.
/// Source: Kynkäänniemi et al. (2019); torch-fidelity's `prc` with k = 3.
public struct PrecisionRecall: Sendable, Codable, Equatable {
    /// Generated vectors within the real neighbourhoods, over all.
    public var precision: Double
    /// Real vectors within the generated neighbourhoods, over all.
    public var recall: Double
    /// Harmonic mean; 0 when both are 0.
    public var fScore: Double
    /// k.
    public var neighbours: Int
    /// Which generated vectors lie within the real neighbourhoods, for errors that are clustered by video.
    public var coveredGenerated: [Bool]
    /// Which real vectors lie within the generated neighbourhoods.
    public var coveredReal: [Bool]

    /// - Throws: `StatisticsError.tooFewVectors` when a set has no k-th neighbour, `.dimensionMismatch`,
    ///   `.nonFinite`.
    public init(generated: FeatureMatrix, real: FeatureMatrix, neighbours: Int = 3) throws {
        precondition(neighbours > 0, "at least one neighbour")
        try generated.requireSameColumns(as: real)
        for features in [generated, real] {
            try features.requireRows(neighbours + 1, for: "a neighbour of rank \(neighbours)")
            try features.requireFinite()
        }
        let (generated, real) = (SquaredDistances(generated), SquaredDistances(real))
        coveredGenerated = try generated.covered(by: real, radii: real.radii(neighbours))
        coveredReal = try real.covered(by: generated, radii: generated.radii(neighbours))
        self.neighbours = neighbours
        precision = Double(coveredGenerated.count { $0 }) / Double(coveredGenerated.count)
        recall = Double(coveredReal.count { $0 }) / Double(coveredReal.count)
        fScore = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }
}
