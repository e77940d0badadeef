/// The kernel of KID, k(a, b) = (a·b/D + 1)³, summed over pairs of two sets.
enum CubicKernel {
    private static let tileRows = 512

    /// Σ k over all pairs of rows of the two blocks; with `skipsEqualPlaces`, without pairs at the same place of
    /// both, which is how a block meets itself.
    static func sum(_ first: [Double], _ second: [Double], columns: Int, skipsEqualPlaces: Bool) -> Double {
        let (firstRows, secondRows) = (first.count / columns, second.count / columns)
        var total = 0.0
        var products: [Double] = []
        for top in stride(from: 0, to: firstRows, by: tileRows) {
            let height = min(tileRows, firstRows - top)
            for left in stride(from: 0, to: secondRows, by: tileRows) {
                let width = min(tileRows, secondRows - left)
                products = [Double](repeating: 0, count: height * width)
                multiply(first, top, height, second, left, width, columns, &products)
                for row in 0..<height {
                    var rowTotal = 0.0
                    for column in 0..<width where !skipsEqualPlaces || top + row != left + column {
                        let base = products[row * width + column] / Double(columns) + 1
                        rowTotal += base * base * base
                    }
                    total += rowTotal
                }
            }
        }
        return total
    }

    private static func multiply(
        _ first: [Double], _ top: Int, _ height: Int, _ second: [Double], _ left: Int, _ width: Int,
        _ columns: Int, _ products: inout [Double]
    ) {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                products.withUnsafeMutableBufferPointer { products in
                    guard let first = first.baseAddress, let second = second.baseAddress,
                        let products = products.baseAddress
                    else { return }
                    Dense.product(
                        first + top * columns, rows: height, second + left * columns, rows: width,
                        columns: columns, into: products)
                }
            }
        }
    }
}
