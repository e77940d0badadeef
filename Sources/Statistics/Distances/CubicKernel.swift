/// The kernel of KID, k(a, b) = (a·b/D + 1)³, summed over pairs of two sets.
enum CubicKernel {
    private static let tileRows = 512

    /// Σ k over all pairs of those rows of two sets, which are read a tile at a time; with `skipsEqualPlaces`, without
    /// pairs at the same place of both, which is how a block meets itself.
    static func sum(
        _ first: any FeatureSource, _ firstRows: [Int], _ second: any FeatureSource, _ secondRows: [Int],
        skipsEqualPlaces: Bool
    ) throws -> Double {
        var total = 0.0
        for top in stride(from: 0, to: firstRows.count, by: tileRows) {
            let upper = try first.doubles(Array(firstRows.dropFirst(top).prefix(tileRows)))
            for left in stride(from: 0, to: secondRows.count, by: tileRows) {
                let lower = try second.doubles(Array(secondRows.dropFirst(left).prefix(tileRows)))
                let kernels = values(upper[...], lower[...], columns: first.columns)
                let width = lower.count / first.columns
                for row in 0..<upper.count / first.columns {
                    var rowTotal = 0.0
                    for column in 0..<width where !skipsEqualPlaces || top + row != left + column {
                        rowTotal += kernels[row * width + column]
                    }
                    total += rowTotal
                }
            }
        }
        return total
    }

    /// Σ k over all pairs of rows of two sets in memory, altogether and by the groups that the rows belong to: entry
    /// [g, h] of the groups is over pairs of a row of group g and a row of group h.
    static func sums(
        _ first: KernelRows, _ second: KernelRows, columns: Int, skipsEqualPlaces: Bool
    ) -> (total: Double, byGroup: [[Double]]) {
        var total = 0.0
        var byGroup = [[Double]](
            repeating: [Double](repeating: 0, count: second.groupCount), count: first.groupCount)
        for top in stride(from: 0, to: first.groups.count, by: tileRows) {
            let upper = first.values[
                top * columns..<min(top + tileRows, first.groups.count) * columns]
            for left in stride(from: 0, to: second.groups.count, by: tileRows) {
                let lower = second.values[
                    left * columns..<min(left + tileRows, second.groups.count) * columns]
                let kernels = values(upper, lower, columns: columns)
                let width = lower.count / columns
                for row in 0..<upper.count / columns {
                    var rowTotal = 0.0
                    var ofGroups = [Double](repeating: 0, count: second.groupCount)
                    for column in 0..<width where !skipsEqualPlaces || top + row != left + column {
                        let kernel = kernels[row * width + column]
                        rowTotal += kernel
                        ofGroups[second.groups[left + column]] += kernel
                    }
                    total += rowTotal
                    for group in ofGroups.indices {
                        byGroup[first.groups[top + row]][group] += ofGroups[group]
                    }
                }
            }
        }
        return (total, byGroup)
    }

    /// k of all pairs of rows of two tiles, [M, N].
    private static func values(
        _ first: ArraySlice<Double>, _ second: ArraySlice<Double>, columns: Int
    ) -> [Double] {
        let (height, width) = (first.count / columns, second.count / columns)
        var values = [Double](repeating: 0, count: height * width)
        values.withUnsafeMutableBufferPointer { values in
            first.withUnsafeBufferPointer { first in
                second.withUnsafeBufferPointer { second in
                    guard let first = first.baseAddress, let second = second.baseAddress,
                        let products = values.baseAddress
                    else { return }
                    Dense.product(
                        first, rows: height, second, rows: width, columns: columns, into: products)
                }
            }
            for index in values.indices {
                let base = values[index] / Double(columns) + 1
                values[index] = base * base * base
            }
        }
        return values
    }
}

/// Rows of a set in memory, each of which belongs to a group.
struct KernelRows: Sendable {
    /// [N, D].
    let values: [Double]
    /// Of every row.
    let groups: [Int]
    let groupCount: Int
}
