/// A statistic of a set, and the same without one block of the set each: what a jackknife is made of.
public struct BlockValues: Sendable, Codable, Equatable {
    /// Of the whole set.
    public var value: Double
    /// Without each block.
    public var without: [Double]
    /// Units of each block, such as videos.
    public var sizes: [Int]

    /// - Precondition: a size for every value.
    public init(value: Double, without: [Double], sizes: [Int]) {
        precondition(without.count == sizes.count, "a size for every block")
        (self.value, self.without, self.sizes) = (value, without, sizes)
    }

    /// The difference of two statistics whose blocks hold the same units; nil where the blocks differ in size.
    public func difference(from other: BlockValues) -> BlockValues? {
        guard sizes == other.sizes else { return nil }
        return BlockValues(
            value: value - other.value, without: zip(without, other.without).map { $0 - $1 }, sizes: sizes)
    }
}
