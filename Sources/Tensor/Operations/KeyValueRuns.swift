import CKernels

/// Consecutive rows of a table of keys and values: `count` rows from `first` of `[…, 2 D]`, keys left, values right.
public struct KeyValueRun: Sendable {
    public let table: Tensor
    public let first: Int
    public let count: Int

    public init(_ table: Tensor, first: Int, count: Int) {
        precondition(
            table.width % 2 == 0 && first >= 0 && count >= 0 && first + count <= table.rows,
            "rows \(first)+\(count) of \(table.shape)")
        (self.table, self.first, self.count) = (table, first, count)
    }
}

/// Attention of one query a row over keys and values that lie wherever they were computed: what decoding a token
/// at a time needs of a cache, without copying it.
///
/// Shapes: queries `[A, D]`, runs of row a's keys and values in order, result `[A, D]`; heads are contiguous column
/// blocks, scale 1/√(D/heads).
public func attention(_ queries: Tensor, runs: [[KeyValueRun]], heads: Int) -> Tensor {
    let width = queries.width
    precondition(
        queries.rank == 2 && runs.count == queries.shape[0] && width % heads == 0,
        "\(queries.shape) queries, \(runs.count) rows of keys, \(heads) heads")
    precondition(
        runs.allSatisfy { row in
            row.contains { $0.count > 0 } && row.allSatisfy { $0.table.width == 2 * width }
        }, "keys for queries of width \(width)")
    let (result, size, tier) = (
        Tensor([queries.shape[0], width]), width / heads, Compute.current.tier.rawValue
    )
    Parallel.forEach(runs.count) { row in
        let total = runs[row].reduce(0) { $0 + $1.count }
        var keys = [UnsafePointer<Float>?]()
        keys.reserveCapacity(total)
        for run in runs[row] {
            let start = run.table.pointer + run.first * 2 * width
            for index in 0..<run.count { keys.append(UnsafePointer(start + index * 2 * width)) }
        }
        let values = keys.map { $0.map { $0 + width } }
        let scratch = TensorStorage(count: ck_temporal_scratch(total, size))
        keys.withUnsafeBufferPointer { keys in
            values.withUnsafeBufferPointer { values in
                var block = ck_temporal_block(
                    queries: queries.pointer + row * width, query_stride: width, query_count: 1,
                    keys: keys.baseAddress, values: values.baseAddress, key_count: total, heads: heads,
                    size: size,
                    scale: 1 / Float(size).squareRoot(), y: result.pointer + row * width, y_stride: width,
                    scratch: scratch.base)
                ck_temporal_attention(tier, &block)
            }
        }
        withExtendedLifetime(scratch) {}
    }
    return withExtendedLifetime((queries, runs)) { result }
}
