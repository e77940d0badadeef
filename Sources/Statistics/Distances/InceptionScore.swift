import Foundation

/// Inception Score of a set: how sure a classifier is of every sample, and how many classes it sees altogether.
///
///     IS = exp( mean over the samples of KL( p(y|x) ‖ p(y) ) ),   p(y) the mean of p(y|x)
///
/// The samples are cut into splits, split i of S over N covering ⌊iN/S⌋ ..< ⌊(i + 1)N/S⌋; the score is the mean of the
/// splits' scores. Everything in Double; p·log p is 0 where p underflows.
///
/// Shapes: logits or probabilities [N, C].
/// Range: 1 to C, higher is better; not comparable across N, splits or classifiers.
/// Source: Salimans et al. (2016); video forms of TGAN, TGANv2 and StyleGAN-V.
public struct InceptionScore: Sendable, Codable, Equatable {
    /// Mean over the splits.
    public var mean: Double
    /// Over the splits, divided by their number; 0 for one split.
    public var standardDeviation: Double
    public var splitScores: [Double]
    /// N.
    public var count: Int

    /// - Throws: `StatisticsError.tooFewVectors` with fewer samples than splits, `.nonFinite`.
    public init(logits: FeatureMatrix, form: InceptionScoreForm) throws {
        try logits.requireFinite()
        try self.init(logits, form) { row in
            let largest = row.reduce(-Double.infinity, max)
            let total = log(row.reduce(0) { $0 + exp($1 - largest) }) + largest
            return row.map { $0 - total }
        }
    }

    /// From probabilities, such as those of an archive that ends in a softmax.
    public init(probabilities: FeatureMatrix, form: InceptionScoreForm) throws {
        try probabilities.requireFinite()
        for row in 0..<probabilities.rows {
            let total = probabilities.row(row).reduce(0) { $0 + Double($1) }
            guard abs(total - 1) <= 1e-3, probabilities.row(row).allSatisfy({ $0 >= 0 }) else {
                throw StatisticsError.unsuitableFeature(
                    set: probabilities.name, vector: row, expected: "probabilities that add up to 1",
                    found: "a sum of \(total)")
            }
        }
        try self.init(probabilities, form) { row in row.map { log($0) } }
    }

    private init(
        _ outputs: FeatureMatrix, _ form: InceptionScoreForm, logarithms: ([Double]) -> [Double]
    ) throws {
        precondition(form.splits > 0, "at least one split")
        try outputs.requireRows(form.splits, for: "an Inception Score of \(form.splits) splits")
        let order = form.order.indices(outputs.rows)
        splitScores = (0..<form.splits).map { split in
            let range =
                split * outputs.rows / form.splits..<(split + 1) * outputs.rows / form.splits
            let rows = order[range].map { logarithms(outputs.row($0).map(Double.init)) }
            return Self.score(rows, form.safeguard)
        }
        count = outputs.rows
        mean = splitScores.reduce(0, +) / Double(form.splits)
        let centre = mean
        let squares = splitScores.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        standardDeviation = (squares / Double(form.splits)).squareRoot()
    }

    /// Of one split, given log p(y|x).
    private static func score(_ rows: [[Double]], _ safeguard: InceptionScoreForm.Safeguard) -> Double {
        let classes = rows[0].count
        let added = safeguard.addedToProbabilities
        let inside = safeguard.addedInsideLogarithms
        var marginal = [Double](repeating: 0, count: classes)
        for row in rows { for index in 0..<classes { marginal[index] += exp(row[index]) + added } }
        let logMarginal = marginal.map { log($0 / Double(rows.count) + inside) }
        var total = 0.0
        for row in rows {
            for index in 0..<classes {
                let probability = exp(row[index]) + added
                guard probability > 0 else { continue }
                let logarithm = added + inside > 0 ? log(probability + inside) : row[index]
                total += probability * (logarithm - logMarginal[index])
            }
        }
        return exp(total / Double(rows.count))
    }
}
