/// Mean and scatter of a growing set of feature vectors, in memory that does not grow with it.
///
///     W = Σw,  m = Σwx / W,  M = Σw(x − m)(x − m)ᵀ
///
/// Vectors are folded in blocks: a block is centred on its own mean, and one further row, √(WW′/(W + W′))·(m′ − m),
/// carries the distance between the means, so that one Gram product updates M. Nothing is ever subtracted from a
/// large sum of squares, and the order of the vectors matters only to rounding. How the vectors were batched does not
/// matter at all.
///
/// Shapes: m [D], M [D, D].
/// Cost: D² additions and multiplications a vector; 8·D² bytes and a block of ``blockRows`` vectors.
/// Source: Chan, Golub and LeVeque (1979), "Updating formulae and a pairwise algorithm for computing sample
/// variances". Weights as in the statistics of long-video-gan.
public struct FeatureMoments: Sendable {
    /// Vectors of a block.
    static let blockRows = 256

    /// What errors call the set.
    public let name: String
    /// D.
    public let dimension: Int
    /// Vectors added.
    public private(set) var count = 0
    /// Whether any vector had a weight other than 1.
    public private(set) var isWeighted = false

    /// W of what is folded.
    var weight = 0.0
    /// m of what is folded.
    var centre: [Double]
    /// M of what is folded; only the part on and right of the diagonal counts.
    var scatter: [Double]
    private var pending: [Double] = []
    private var pendingWeights: [Double] = []

    public init(name: String, dimension: Int) {
        precondition(dimension > 0, "vectors have at least one feature")
        (self.name, self.dimension) = (name, dimension)
        centre = [Double](repeating: 0, count: dimension)
        scatter = [Double](repeating: 0, count: dimension * dimension)
    }

    /// All rows of a matrix.
    public init(_ features: FeatureMatrix) throws {
        self.init(name: features.name, dimension: features.columns)
        try add(features.values)
    }

    /// The rows of a matrix that have those numbers.
    public init(_ features: FeatureMatrix, rows: some Sequence<Int>) throws {
        self.init(name: features.name, dimension: features.columns)
        for row in rows { try add(features.row(row)) }
    }

    /// Adds vectors, one after the other in `features`, each with the weight given.
    ///
    /// - Throws: `StatisticsError.nonFinite` naming the vector; the ones before it have been added.
    public mutating func add(_ features: some Sequence<Float>, weight: Double = 1) throws {
        try append(features.lazy.map(Double.init), weight: weight)
    }

    /// The same for features in Double.
    public mutating func add(_ features: some Sequence<Double>, weight: Double = 1) throws {
        try append(features, weight: weight)
    }

    private mutating func append(_ features: some Sequence<Double>, weight: Double) throws {
        precondition(weight > 0 && weight.isFinite, "a weight is positive")
        if weight != 1 { isWeighted = true }
        var column = 0
        for feature in features {
            guard feature.isFinite else {
                pending.removeLast(column)
                throw StatisticsError.nonFinite(set: name, vector: count, value: feature)
            }
            pending.append(feature)
            column += 1
            guard column == dimension else { continue }
            column = 0
            count += 1
            pendingWeights.append(weight)
            if pendingWeights.count == Self.blockRows { fold() }
        }
        precondition(column == 0, "whole vectors of \(dimension) features")
    }

    /// Takes the vectors that wait for their block to fill into the moments.
    mutating func fold() {
        guard !pendingWeights.isEmpty else { return }
        let blockWeight = pendingWeights.reduce(0, +)
        var blockCentre = [Double](repeating: 0, count: dimension)
        for (row, weight) in pendingWeights.enumerated() {
            for column in 0..<dimension { blockCentre[column] += weight * pending[row * dimension + column] }
        }
        for column in 0..<dimension { blockCentre[column] /= blockWeight }
        for (row, weight) in pendingWeights.enumerated() {
            let root = weight.squareRoot()
            for column in 0..<dimension {
                let place = row * dimension + column
                pending[place] = root * (pending[place] - blockCentre[column])
            }
        }
        append(centre: blockCentre, weight: blockWeight)
        addPendingToScatter()
        pendingWeights = []
    }

    /// Adds the Gram product of the waiting rows, which are deviations by now.
    private mutating func addPendingToScatter() {
        let (rows, columns) = (pending, dimension)
        pending = []
        guard !rows.isEmpty else { return }
        rows.withUnsafeBufferPointer { rows in
            scatter.withUnsafeMutableBufferPointer { scatter in
                guard let start = rows.baseAddress, let scatter = scatter.baseAddress else { return }
                Dense.addGram(of: start, count: rows.count / columns, columns: columns, to: scatter)
            }
        }
    }

    /// Moves the mean and puts the row between the two means behind the waiting rows.
    private mutating func append(centre other: [Double], weight otherWeight: Double) {
        let total = weight + otherWeight
        let root = (weight / total * otherWeight).squareRoot()
        for column in 0..<dimension {
            let difference = other[column] - centre[column]
            if weight > 0 { pending.append(root * difference) }
            centre[column] = weight > 0 ? centre[column] + otherWeight / total * difference : other[column]
        }
        weight = total
    }

    func folded() -> FeatureMoments {
        var copy = self
        copy.fold()
        return copy
    }
}

extension FeatureMoments {
    /// Adds all vectors of another set.
    ///
    /// - Throws: `StatisticsError.dimensionMismatch`.
    public mutating func merge(_ other: FeatureMoments) throws {
        try requireSameDimension(as: other)
        let other = other.folded()
        fold()
        guard other.count > 0 else { return }
        append(centre: other.centre, weight: other.weight)
        addPendingToScatter()
        for index in scatter.indices { scatter[index] += other.scatter[index] }
        count += other.count
        isWeighted = isWeighted || other.isWeighted
    }

    /// The moments without vectors that were added before. Rounding is that of the larger set.
    ///
    /// - Throws: `StatisticsError.dimensionMismatch`, and `.tooFewVectors` when nothing would be left.
    public func removing(_ other: FeatureMoments) throws -> FeatureMoments {
        try requireSameDimension(as: other)
        let (whole, part) = (folded(), other.folded())
        guard whole.count > part.count, whole.weight > part.weight else {
            throw StatisticsError.tooFewVectors(
                set: name, purpose: "taking \(part.count) vectors out", needed: part.count + 1,
                found: whole.count)
        }
        var rest = whole
        rest.count = whole.count - part.count
        rest.weight = whole.weight - part.weight
        var difference = [Double](repeating: 0, count: dimension)
        for column in 0..<dimension {
            let shift = part.weight / rest.weight * (whole.centre[column] - part.centre[column])
            rest.centre[column] = whole.centre[column] + shift
            difference[column] = part.centre[column] - rest.centre[column]
        }
        let factor = rest.weight / whole.weight * part.weight
        for row in 0..<dimension {
            for column in row..<dimension {
                rest.scatter[row * dimension + column] -=
                    part.scatter[row * dimension + column] + factor * difference[row] * difference[column]
            }
        }
        return rest
    }

    /// m.
    public var mean: [Double] { folded().centre }

    /// M over the divisor, [D, D], both triangles.
    ///
    /// - Throws: `StatisticsError.tooFewVectors` below two vectors, `.weightedVectors` for N − 1 with weights.
    public func covariance(_ divisor: CovarianceDivisor) throws -> [Double] {
        guard count > 1 else {
            throw StatisticsError.tooFewVectors(set: name, purpose: "a covariance", needed: 2, found: count)
        }
        guard divisor == .count || !isWeighted else { throw StatisticsError.weightedVectors(set: name) }
        let moments = folded()
        let factor = divisor.value(moments.weight)
        var covariance = moments.scatter
        for row in 0..<dimension {
            for column in row..<dimension {
                let value = covariance[row * dimension + column] / factor
                covariance[row * dimension + column] = value
                covariance[column * dimension + row] = value
            }
        }
        return covariance
    }

    private func requireSameDimension(as other: FeatureMoments) throws {
        guard dimension == other.dimension else {
            throw StatisticsError.dimensionMismatch(
                set: name, dimension: dimension, other: other.name, otherDimension: other.dimension)
        }
    }
}
