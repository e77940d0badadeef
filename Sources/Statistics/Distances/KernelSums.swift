/// Kernel sums over all pairs of blocks of two sets: MMD² of the sets and of any of their blocks follow from them, so
/// that no kernel is computed twice.
struct KernelSums: Sendable {
    /// Rows of every block, by side.
    private let sizes: [[Double]]
    /// Within each side, [B, B], without pairs of a vector with itself.
    private let within: [[[Double]]]
    /// Between the sides, [B, B′].
    private let between: [[Double]]

    /// Of sets that are read block by block.
    init(_ first: BlockedRows, _ second: BlockedRows) throws {
        sizes = [first, second].map { side in side.blocks.map { Double($0.count) } }
        within = try [first, second].map { side in
            let upper = try Self.sums(side, side, isSelf: true)
            return upper.indices.map { row in
                upper.indices.map { column in row <= column ? upper[row][column] : upper[column][row] }
            }
        }
        between = try Self.sums(first, second, isSelf: false)
    }

    /// Of sums that are there.
    init(sizes: [[Double]], within: [[[Double]]], between: [[Double]]) {
        (self.sizes, self.within, self.between) = (sizes, within, between)
    }

    private static func sums(_ first: BlockedRows, _ second: BlockedRows, isSelf: Bool) throws -> [[Double]] {
        try Concurrent.map(first.blocks.count) { row in
            try second.blocks.indices.map { column in
                guard !isSelf || row <= column else { return 0 }
                return try CubicKernel.sum(
                    first.features, first.blocks[row], second.features, second.blocks[column],
                    skipsEqualPlaces: isSelf && row == column)
            }
        }
    }

    /// MMD² of those blocks of the first and of the second set, of all where nothing is said; nil where fewer than two
    /// rows are left of a set.
    func discrepancy(first: [Int]? = nil, second: [Int]? = nil) -> Double? {
        let kept = [first ?? Array(sizes[0].indices), second ?? Array(sizes[1].indices)]
        let counts = (0..<2).map { place in kept[place].reduce(0) { $0 + sizes[place][$1] } }
        guard counts.allSatisfy({ $0 > 1 }) else { return nil }
        var value = 0.0
        for place in 0..<2 {
            let total = kept[place].reduce(0) { sum, row in
                kept[place].reduce(sum) { $0 + within[place][row][$1] }
            }
            value += total / (counts[place] * (counts[place] - 1))
        }
        let cross = kept[0].reduce(0) { sum, row in kept[1].reduce(sum) { $0 + between[row][$1] } }
        return value - 2 * cross / (counts[0] * counts[1])
    }
}

/// The rows of a set, cut into blocks of whole units.
struct BlockedRows: Sendable {
    let features: any FeatureSource
    /// Rows of every block.
    let blocks: [[Int]]
    /// Units of every block.
    let unitCounts: [Int]

    /// - Parameter units: rows of one video each; nil when every row stands for itself.
    /// - Throws: `StatisticsError.tooFewVectors` with fewer than three units.
    init(_ features: any FeatureSource, _ units: [Range<Int>]?, _ jackknife: BlockJackknife) throws {
        let units = units ?? (0..<features.rows).map { $0..<$0 + 1 }
        guard units.count > 2 else {
            throw StatisticsError.tooFewVectors(
                set: features.name, purpose: "a kernel distance with its error", needed: 3,
                found: units.count)
        }
        let partition = jackknife.partition(units.count)
        self.features = features
        blocks = partition.map { $0.flatMap { units[$0] } }
        unitCounts = partition.map(\.count)
    }

    /// The block of every row.
    var blockOfRow: [Int] {
        var result = [Int](repeating: 0, count: features.rows)
        for (block, rows) in blocks.enumerated() { for row in rows { result[row] = block } }
        return result
    }
}

/// Error and dependence on N of a kernel distance whose values for some blocks of its sets are known.
struct KernelTrust {
    /// Over both sets.
    let jackknife: JackknifeEstimate
    let curve: ExtrapolationCurve?

    /// - Parameter sides: the first and the second set.
    /// - Parameter distance: of those blocks of the two sets; nil where they hold too little.
    /// - Returns: nil where a set without one of its blocks holds too little.
    init?(
        _ sides: [BlockedRows], value: Double,
        of distance: @Sendable (_ first: [Int]?, _ second: [Int]?) -> Double?
    ) throws {
        var estimates: [JackknifeEstimate] = []
        for side in 0..<2 {
            let blocks = Array(sides[side].blocks.indices)
            let without = blocks.compactMap { block in
                let kept = blocks.filter { $0 != block }
                return side == 0 ? distance(kept, nil) : distance(nil, kept)
            }
            guard without.count == blocks.count else { return nil }
            // The sizes that weigh the blocks are those of their rows.
            estimates.append(
                JackknifeEstimate(
                    value: value, withoutBlocks: without, sizes: sides[side].blocks.map(\.count)))
        }
        jackknife = estimates[0].combined(with: estimates[1])
        let name = sides[0].features.name
        curve = try ifLargeEnough {
            try SizeExtrapolation().curve(set: name, blocks: sides[0].unitCounts) { kept in
                guard let found = distance(kept, nil) else {
                    throw StatisticsError.tooFewVectors(
                        set: name, purpose: "a kernel distance", needed: 2, found: 1)
                }
                return found
            }
        }
    }
}
