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
        try self.init(logits, form, logarithms: Self.logSoftmax)
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

    /// The same for a set that is read in one pass and never held; the last bits may differ, because sums run in the
    /// order of the set.
    ///
    /// - Parameter rows: those that count, ascending; nil for all.
    /// - Throws: also what reading throws.
    public init(reading logits: any FeatureSource, rows: [Int]? = nil, form: InceptionScoreForm) throws {
        precondition(form.splits > 0, "at least one split")
        let rows = rows ?? Array(0..<logits.rows)
        guard rows.count >= form.splits else {
            throw StatisticsError.tooFewVectors(
                set: logits.name, purpose: "an Inception Score of \(form.splits) splits",
                needed: form.splits, found: rows.count)
        }
        var splitOfPlace = [Int](repeating: 0, count: rows.count)
        let order = form.order.indices(rows.count)
        for split in 0..<form.splits {
            let places = split * rows.count / form.splits..<(split + 1) * rows.count / form.splits
            for place in places { splitOfPlace[order[place]] = split }
        }
        var sums = [SplitSums](
            repeating: SplitSums(classes: logits.columns, form.safeguard), count: form.splits)
        for start in stride(from: 0, to: rows.count, by: logits.blockRows) {
            let block = Array(rows[start..<min(start + logits.blockRows, rows.count)])
            let values = try logits.doubles(block)
            for place in block.indices {
                let row = values[place * logits.columns..<(place + 1) * logits.columns]
                if let odd = row.first(where: { !$0.isFinite }) {
                    throw StatisticsError.nonFinite(set: logits.name, vector: block[place], value: odd)
                }
                sums[splitOfPlace[start + place]].add(Self.logSoftmax(Array(row)))
            }
        }
        self.init(splitScores: sums.map(\.score), count: rows.count)
    }

    private static func logSoftmax(_ row: [Double]) -> [Double] {
        let largest = row.reduce(-Double.infinity, max)
        let total = log(row.reduce(0) { $0 + exp($1 - largest) }) + largest
        return row.map { $0 - total }
    }

    private init(splitScores: [Double], count: Int) {
        (self.splitScores, self.count) = (splitScores, count)
        let centre = splitScores.reduce(0, +) / Double(splitScores.count)
        mean = centre
        let squares = splitScores.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        standardDeviation = (squares / Double(splitScores.count)).squareRoot()
    }

    private init(
        _ outputs: FeatureMatrix, _ form: InceptionScoreForm, logarithms: ([Double]) -> [Double]
    ) throws {
        precondition(form.splits > 0, "at least one split")
        try outputs.requireRows(form.splits, for: "an Inception Score of \(form.splits) splits")
        let order = form.order.indices(outputs.rows)
        let splitScores = (0..<form.splits).map { split in
            let range =
                split * outputs.rows / form.splits..<(split + 1) * outputs.rows / form.splits
            let rows = order[range].map { logarithms(outputs.row($0).map(Double.init)) }
            return Self.score(rows, form.safeguard)
        }
        self.init(splitScores: splitScores, count: outputs.rows)
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

/// What one split's score needs of its samples: Σ p·log p and Σ p by class.
private struct SplitSums {
    private let added: Double
    private let inside: Double
    private var count = 0.0
    private var certainty = 0.0
    private var marginal: [Double]

    init(classes: Int, _ safeguard: InceptionScoreForm.Safeguard) {
        (added, inside) = (safeguard.addedToProbabilities, safeguard.addedInsideLogarithms)
        marginal = [Double](repeating: 0, count: classes)
    }

    /// - Parameter logarithms: log p(y|x) of one sample.
    mutating func add(_ logarithms: [Double]) {
        count += 1
        for index in marginal.indices {
            let probability = exp(logarithms[index]) + added
            guard probability > 0 else { continue }
            marginal[index] += probability
            certainty +=
                probability * (added + inside > 0 ? log(probability + inside) : logarithms[index])
        }
    }

    var score: Double {
        let variety = marginal.reduce(0) { sum, total in
            total > 0 ? sum + total * log(total / count + inside) : sum
        }
        return exp((certainty - variety) / count)
    }
}
