/// Some vectors of a set in memory, with their squared lengths.
struct VectorBlock: Sendable {
    /// Their numbers in the set.
    let rows: Range<Int>
    let columns: Int
    private let values: [Double]
    private let norms: [Double]

    init(_ features: any FeatureSource, rows: Range<Int>) throws {
        let values = try features.doubles(Array(rows))
        let columns = features.columns
        (self.rows, self.columns, self.values) = (rows, columns, values)
        norms = (0..<rows.count).map { row in
            values[row * columns..<(row + 1) * columns].reduce(0) { $0 + $1 * $1 }
        }
    }

    /// Squared distance of a vector of this block to one of another, each counted from its block's start.
    func exact(_ row: Int, _ other: VectorBlock, _ index: Int) -> Double {
        values.withUnsafeBufferPointer { left in
            other.values.withUnsafeBufferPointer { right in
                var total = 0.0
                for column in 0..<columns {
                    let difference = left[row * columns + column] - right[index * columns + column]
                    total += difference * difference
                }
                return total
            }
        }
    }

    /// The squared distances of some of the vectors to all of another block, [chunk, other], at the price of a matrix
    /// product: |a|² + |b|² − 2·a·b.
    func estimates(_ chunk: Range<Int>, to other: VectorBlock) -> [Double] {
        let width = other.rows.count
        var result = [Double](repeating: 0, count: chunk.count * width)
        result.withUnsafeMutableBufferPointer { products in
            values.withUnsafeBufferPointer { left in
                other.values.withUnsafeBufferPointer { right in
                    guard let left = left.baseAddress, let right = right.baseAddress,
                        let products = products.baseAddress
                    else { return }
                    Dense.product(
                        left + chunk.lowerBound * columns, rows: chunk.count, right, rows: width,
                        columns: columns, into: products)
                }
            }
            for (place, row) in chunk.enumerated() {
                for index in 0..<width {
                    products[place * width + index] =
                        norms[row] + other.norms[index] - 2 * products[place * width + index]
                }
            }
        }
        return result
    }

    /// How far an estimate can be off: twice 2(D + 4)·2⁻⁵³·(|a|² + |b|²). Wherever that could change an order or a
    /// comparison, the distance is computed again as a sum of squared differences.
    func slack(_ row: Int, _ other: VectorBlock, _ index: Int) -> Double {
        4 * Double(columns + 4) * 0x1p-53 * (norms[row] + other.norms[index])
    }
}
