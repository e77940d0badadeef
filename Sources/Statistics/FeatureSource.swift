/// Feature vectors of a set [N, D], in memory or read when they are wanted.
///
/// Statistics that need single vectors read blocks of rows and hold a few of them at a time, so that their memory does
/// not grow with the set but for a few numbers a vector.
public protocol FeatureSource: Sendable {
    /// What errors call the set by.
    var name: String { get }
    /// N.
    var rows: Int { get }
    /// D.
    var columns: Int { get }
    /// Rows of a block that is read at once.
    var blockRows: Int { get }

    /// The rows of those numbers in Double, row-major, in that order; called from several threads.
    func doubles(_ indices: [Int]) throws -> [Double]
}

extension FeatureSource {
    /// As many as fit 32 MiB in Double.
    public var blockRows: Int { max(1, (4 << 20) / columns) }

    /// The numbers of all rows, block by block.
    var rowBlocks: [Range<Int>] {
        stride(from: 0, to: rows, by: blockRows).map { $0..<min($0 + blockRows, rows) }
    }

    /// - Throws: `StatisticsError.nonFinite` naming the first vector with an infinite or undefined feature.
    func requireFinite() throws {
        for block in rowBlocks {
            let values = try doubles(Array(block))
            guard let odd = values.firstIndex(where: { !$0.isFinite }) else { continue }
            throw StatisticsError.nonFinite(
                set: name, vector: block.lowerBound + odd / columns, value: values[odd])
        }
    }

    func requireRows(_ needed: Int, for purpose: String) throws {
        guard rows >= needed else {
            throw StatisticsError.tooFewVectors(set: name, purpose: purpose, needed: needed, found: rows)
        }
    }

    func requireSameColumns(as other: any FeatureSource) throws {
        guard columns == other.columns else {
            throw StatisticsError.dimensionMismatch(
                set: name, dimension: columns, other: other.name, otherDimension: other.columns)
        }
    }
}
