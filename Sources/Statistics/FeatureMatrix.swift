/// Feature vectors of a set as a row-major matrix [N, D], with the name that errors call the set by.
public struct FeatureMatrix: FeatureSource, Equatable {
    public let name: String
    /// N.
    public let rows: Int
    /// D.
    public let columns: Int
    public let values: [Float]

    /// - Precondition: as many values as `rows × columns`.
    public init(name: String, rows: Int, columns: Int, values: [Float]) {
        precondition(rows >= 0 && columns > 0, "rows of at least one column")
        precondition(values.count == rows * columns, "\(values.count) values for [\(rows), \(columns)]")
        (self.name, self.rows, self.columns, self.values) = (name, rows, columns, values)
    }

    public func row(_ index: Int) -> ArraySlice<Float> { values[index * columns..<(index + 1) * columns] }

    /// The rows of those numbers, in that order.
    public func selecting(_ indices: some Sequence<Int>) -> FeatureMatrix {
        var selected: [Float] = []
        var count = 0
        for index in indices {
            selected.append(contentsOf: row(index))
            count += 1
        }
        return FeatureMatrix(name: name, rows: count, columns: columns, values: selected)
    }

    /// - Throws: `StatisticsError.nonFinite` naming the first vector with an infinite or undefined feature.
    func requireFinite() throws {
        guard let odd = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw StatisticsError.nonFinite(set: name, vector: odd / columns, value: Double(values[odd]))
    }

    public func doubles(_ indices: [Int]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(indices.count * columns)
        for index in indices { for value in row(index) { result.append(Double(value)) } }
        return result
    }
}
