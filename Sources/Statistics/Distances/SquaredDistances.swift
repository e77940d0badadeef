/// Squared distances between the vectors of two sets, decided exactly at the price of a matrix product.
///
/// |a|² + |b|² − 2·a·b is off by at most 2(D + 4)·2⁻⁵³·(|a|² + |b|²)·2; wherever that could change an order or a
/// comparison, the distance is computed again as a sum of squared differences.
struct SquaredDistances: Sendable {
    private static let tileRows = 128

    private let rows: Int
    private let columns: Int
    private let values: [Double]
    private let norms: [Double]

    init(_ features: FeatureMatrix) {
        (rows, columns) = (features.rows, features.columns)
        let doubles = features.values.map(Double.init)
        values = doubles
        norms = (0..<rows).map { row in
            doubles[row * features.columns..<(row + 1) * features.columns].reduce(0) { $0 + $1 * $1 }
        }
    }

    /// Squared distance of every vector to its neighbour of that rank within the set.
    func radii(_ rank: Int) throws -> [Double] {
        try perRow(against: self) { row, estimates in
            var nearest = [Double](repeating: .infinity, count: rank)
            for other in estimates.indices where other != row {
                let estimate = estimates[other]
                guard estimate < nearest[rank - 1] else { continue }
                nearest[rank - 1] = estimate
                var place = rank - 1
                while place > 0, nearest[place - 1] > nearest[place] {
                    nearest.swapAt(place - 1, place)
                    place -= 1
                }
            }
            let reach = nearest[rank - 1] + 2 * slack(row, against: self)
            let candidates = estimates.indices.filter { $0 != row && estimates[$0] <= reach }
            return candidates.map { exact(row, self, $0) }.sorted()[rank - 1]
        }
    }

    /// Whether each vector lies within the squared radius of any vector of the other set.
    func covered(by other: SquaredDistances, radii: [Double]) throws -> [Bool] {
        try perRow(against: other) { row, estimates in
            let slack = slack(row, against: other)
            var doubtful: [Int] = []
            for index in estimates.indices {
                if estimates[index] < radii[index] - slack { return true }
                if estimates[index] <= radii[index] + slack { doubtful.append(index) }
            }
            return doubtful.contains { exact(row, other, $0) <= radii[$0] }
        }
    }

    /// How far an estimate from `row` to any vector of the other set can be off.
    private func slack(_ row: Int, against other: SquaredDistances) -> Double {
        4 * Double(columns + 4) * 0x1p-53 * (norms[row] + other.largestNorm)
    }

    private var largestNorm: Double { norms.reduce(0, max) }

    private func exact(_ row: Int, _ other: SquaredDistances, _ index: Int) -> Double {
        var total = 0.0
        for column in 0..<columns {
            let difference = values[row * columns + column] - other.values[index * columns + column]
            total += difference * difference
        }
        return total
    }

    /// Calls `body` with every row and its estimated squared distances to all vectors of the other set.
    private func perRow<Element: Sendable>(
        against other: SquaredDistances, _ body: @Sendable (Int, [Double]) -> Element
    ) throws -> [Element] {
        let tiles = (rows + Self.tileRows - 1) / Self.tileRows
        return try Concurrent.map(tiles) { tile in
            let top = tile * Self.tileRows
            let height = min(Self.tileRows, rows - top)
            var products = [Double](repeating: 0, count: height * other.rows)
            products.withUnsafeMutableBufferPointer { products in
                values.withUnsafeBufferPointer { left in
                    other.values.withUnsafeBufferPointer { right in
                        guard let left = left.baseAddress, let right = right.baseAddress,
                            let products = products.baseAddress
                        else { return }
                        Dense.product(
                            left + top * columns, rows: height, right, rows: other.rows, columns: columns,
                            into: products)
                    }
                }
            }
            return (0..<height).map { row in
                let estimates = (0..<other.rows).map {
                    norms[top + row] + other.norms[$0] - 2 * products[row * other.rows + $0]
                }
                return body(top + row, estimates)
            }
        }.flatMap { $0 }
    }
}
