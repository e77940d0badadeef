/// Which vectors of one set lie within the neighbourhoods that the vectors of another form, and which still do when
/// only some blocks of that other set are there.
///
/// The radius of a neighbourhood is the distance to the k-th nearest neighbour in its own set, itself excluded. Blocks
/// of both sets are read again and again and never held: memory is that of two blocks of rows, and 8 bytes for every
/// vector whose coverage is asked for. Distances are decided exactly at the price of a matrix product.
///
/// Cost: (N² + MN)·D operations for N forming and M covered vectors.
struct NeighbourhoodCoverage: Sendable {
    /// A choice of blocks of the forming set; the first of all variants has all of them.
    struct Variants: Sendable {
        /// The block of every row of the forming set.
        let blockOfRow: [Int]
        let blockCount: Int
        /// Blocks of each variant.
        let kept: [[Int]]

        /// - Precondition: at most 64 variants.
        init(blockOfRow: [Int], blockCount: Int, kept: [[Int]]) {
            precondition(kept.count <= 64, "a bit for every variant")
            (self.blockOfRow, self.blockCount, self.kept) = (blockOfRow, blockCount, kept)
        }

        /// The variants that hold a block, a bit each.
        var membership: [UInt64] {
            var masks = [UInt64](repeating: 0, count: blockCount)
            for (variant, blocks) in kept.enumerated() {
                for block in blocks { masks[block] |= 1 << UInt64(variant) }
            }
            return masks
        }
    }

    /// Of every vector, a bit for every variant: whether it lies within any of that variant's neighbourhoods.
    let masks: [UInt64]

    /// Rows that one thread works on at a time.
    private static let chunkRows = 64

    /// - Precondition: every variant has more than `neighbours` vectors.
    init(
        of covered: any FeatureSource, by forming: any FeatureSource, neighbours: Int, _ variants: Variants
    ) throws {
        let membership = variants.membership
        var masks = [UInt64](repeating: 0, count: covered.rows)
        for rows in forming.rowBlocks {
            let centres = try VectorBlock(forming, rows: rows)
            let neighbourhoods = Neighbourhoods(
                centres: centres, radii: try Self.radii(of: centres, forming, neighbours, variants),
                membership: rows.map { membership[variants.blockOfRow[$0]] })
            for coveredRows in covered.rowBlocks {
                let points = try VectorBlock(covered, rows: coveredRows)
                let known = Array(masks[coveredRows])
                let found = try Self.perChunk(coveredRows.count) { chunk in
                    neighbourhoods.masks(of: points, chunk, known: known[chunk])
                }
                masks.replaceSubrange(coveredRows, with: found)
            }
        }
        self.masks = masks
    }

    private static func perChunk<Element: Sendable>(
        _ count: Int, _ body: @Sendable (Range<Int>) throws -> [Element]
    ) throws -> [Element] {
        let chunks = stride(from: 0, to: count, by: chunkRows).map { $0..<min($0 + chunkRows, count) }
        return try Concurrent.map(chunks.count) { try body(chunks[$0]) }.flatMap { $0 }
    }

    /// Squared radii of the vectors of a block, [vector][variant].
    private static func radii(
        of centres: VectorBlock, _ forming: any FeatureSource, _ neighbours: Int, _ variants: Variants
    ) throws -> [[Double]] {
        var nearest = [Nearest](
            repeating: Nearest(blocks: variants.blockCount, rank: neighbours), count: centres.rows.count)
        for rows in forming.rowBlocks {
            let others =
                rows == centres.rows ? centres : try VectorBlock(forming, rows: rows)
            let blocks = rows.map { variants.blockOfRow[$0] }
            nearest = try perChunk(centres.rows.count) { [nearest] chunk in
                let estimates = centres.estimates(chunk, to: others)
                return chunk.enumerated().map { place, row in
                    var found = nearest[row]
                    for index in 0..<others.rows.count
                    where centres.rows.lowerBound + row != others.rows.lowerBound + index {
                        let estimate = estimates[place * others.rows.count + index]
                        let reach = found.reach(of: blocks[index])
                        guard estimate <= reach + centres.slack(row, others, index) else { continue }
                        found.take(centres.exact(row, others, index), of: blocks[index])
                    }
                    return found
                }
            }
        }
        return try perChunk(centres.rows.count) { [nearest] chunk in
            chunk.map { row in nearest[row].distances(rank: neighbours, in: variants.kept) }
        }
    }
}

/// The neighbourhoods of a block of vectors, in every variant that has them.
private struct Neighbourhoods: Sendable {
    private let centres: VectorBlock
    /// Squared, [vector][variant].
    private let radii: [[Double]]
    /// The largest of each vector.
    private let widest: [Double]
    /// The variants that have each vector.
    private let membership: [UInt64]

    init(centres: VectorBlock, radii: [[Double]], membership: [UInt64]) {
        (self.centres, self.radii, self.membership) = (centres, radii, membership)
        widest = radii.map { $0.reduce(0, max) }
    }

    /// What is known of some vectors of a block after looking at these neighbourhoods.
    func masks(of points: VectorBlock, _ chunk: Range<Int>, known: ArraySlice<UInt64>) -> [UInt64] {
        let estimates = points.estimates(chunk, to: centres)
        let width = centres.rows.count
        return zip(chunk.enumerated(), known).map { point, known in
            var mask = known
            for index in 0..<width {
                let open = membership[index] & ~mask
                guard open != 0 else { continue }
                let slack = points.slack(point.element, centres, index)
                let estimate = estimates[point.offset * width + index]
                guard estimate <= widest[index] + slack else { continue }
                var exact: Double?
                for (variant, radius) in radii[index].enumerated()
                where open >> UInt64(variant) & 1 == 1 && estimate <= radius + slack {
                    if estimate >= radius - slack {
                        let distance = exact ?? points.exact(point.element, centres, index)
                        exact = distance
                        guard distance <= radius else { continue }
                    }
                    mask |= 1 << UInt64(variant)
                }
            }
            return mask
        }
    }
}

/// The smallest squared distances of a vector to the others of its set, by block, ascending in each.
private struct Nearest: Sendable {
    private let rank: Int
    private var distances: [Double]

    init(blocks: Int, rank: Int) {
        self.rank = rank
        distances = [Double](repeating: .infinity, count: blocks * rank)
    }

    /// The largest distance that a vector of that block may have to count.
    func reach(of block: Int) -> Double { distances[(block + 1) * rank - 1] }

    mutating func take(_ distance: Double, of block: Int) {
        var place = (block + 1) * rank - 1
        guard distance < distances[place] else { return }
        distances[place] = distance
        while place > block * rank, distances[place - 1] > distances[place] {
            distances.swapAt(place - 1, place)
            place -= 1
        }
    }

    /// The distance of that rank among the vectors of some blocks, for every choice of them.
    func distances(rank: Int, in choices: [[Int]]) -> [Double] {
        let order = distances.indices.sorted { distances[$0] < distances[$1] }
        return choices.map { blocks in
            let isKept = Set(blocks)
            var left = rank
            for index in order where isKept.contains(index / self.rank) {
                left -= 1
                if left == 0 { return distances[index] }
            }
            return .infinity
        }
    }
}
