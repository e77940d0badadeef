/// Delete-block jackknife of any statistic of a set.
///
/// The units, usually videos, are shuffled by a fixed stream and cut into blocks, so that a set in the order of its
/// classes does not lose a class with a block; everything that belongs to a unit leaves with it. Unlike a percentile
/// bootstrap, whose repeated vectors push distances such as Fréchet's upwards, it draws nothing twice.
public struct BlockJackknife: Sendable, Hashable, Codable {
    public var blocks: Int
    public var seed: UInt64

    public init(blocks: Int = 20, seed: UInt64 = 0) {
        precondition(blocks > 1, "at least two blocks")
        (self.blocks, self.seed) = (blocks, seed)
    }

    /// The numbers 0 ..< units in as many blocks as there are, at most one for each unit; ascending in each.
    public func partition(_ units: Int) -> [[Int]] {
        var random = SplitMix64(seed: seed)
        let order = random.permutation(units)
        let count = min(blocks, units)
        return (0..<count).map { block in
            order[block * units / count..<(block + 1) * units / count].sorted()
        }
    }

    /// - Parameter value: the statistic of the whole set.
    /// - Parameter statistic: the statistic of the units whose numbers it is given, ascending; called from several
    ///   threads.
    /// - Throws: `StatisticsError.tooFewVectors` with fewer than two units, and what the statistic throws.
    public func estimate(
        set: String, units: Int, value: Double, of statistic: @Sendable ([Int]) throws -> Double
    ) throws -> JackknifeEstimate {
        let partition = try requirePartition(set: set, units: units)
        let values = try Concurrent.map(partition.count) { block in
            try statistic(Self.rest(of: partition, without: block))
        }
        return JackknifeEstimate(value: value, withoutBlocks: values, sizes: partition.map(\.count))
    }

    func requirePartition(set: String, units: Int) throws -> [[Int]] {
        guard units > 1 else {
            throw StatisticsError.tooFewVectors(set: set, purpose: "a jackknife", needed: 2, found: units)
        }
        return partition(units)
    }

    static func rest(of partition: [[Int]], without block: Int) -> [Int] {
        partition.indices.filter { $0 != block }.flatMap { partition[$0] }.sorted()
    }
}
