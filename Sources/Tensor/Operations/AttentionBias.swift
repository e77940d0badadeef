import CKernels

/// A term that `attention` adds to its scaled scores before the softmax; -∞ hides a key from a query.
public struct AttentionBias: Sendable {
    private enum Form {
        case table(Tensor, groups: [Int])
        case grid(rows: Tensor, columns: Tensor)
    }

    private let form: Form

    /// A table of terms `[G, heads, T, K]`; a head or query axis of length 1 stands for all heads or queries.
    ///
    /// Covers relative positions (G = 1), padding masks `[B, 1, 1, K]`, and windows of several kinds.
    /// - Parameter groups: which of the G tables batch entry b takes: `groups[b % groups.count]`;
    ///   table `b % G` when nil.
    public init(_ table: Tensor, groups: [Int]? = nil) {
        precondition(table.rank == 4, "a bias of shape \(table.shape)")
        let groups = groups ?? Array(0..<table.shape[0])
        precondition(
            !groups.isEmpty && groups.allSatisfy { 0..<table.shape[0] ~= $0 },
            "groups \(groups) of \(table.shape[0])")
        form = .table(table, groups: groups)
    }

    /// Terms for keys that are the cells of an image, row by row: `rows[query, key / W] + columns[query, key % W]`.
    ///
    /// Decomposed relative positions without the T × H·W table.
    /// Shapes: rows `[B, T, heads · H]`, columns `[B, T, heads · W]`, heads being contiguous column blocks.
    public init(rows: Tensor, columns: Tensor) {
        precondition(
            rows.rank == 3 && columns.rank == 3 && rows.shape[..<2] == columns.shape[..<2],
            "bias of rows \(rows.shape) and columns \(columns.shape)")
        form = .grid(rows: rows, columns: columns)
    }

    func check(batch: Int, heads: Int, queries: Int, keys: Int) {
        switch form {
        case .table(let table, _):
            precondition(
                [1, heads].contains(table.shape[1]) && [1, queries].contains(table.shape[2])
                    && table.shape[3] == keys,
                "a bias of shape \(table.shape) for \(heads) heads, \(queries) queries, \(keys) keys")
        case .grid(let rows, let columns):
            precondition(
                rows.shape[..<2] == [batch, queries] && rows.width % heads == 0
                    && columns.width % heads == 0
                    && rows.width / heads * (columns.width / heads) == keys,
                "bias of rows \(rows.shape) and columns \(columns.shape) for \(batch) entries, \(heads) heads, "
                    + "\(queries) queries, \(keys) keys")
        }
    }

    /// Points `block`, whose first query is `query`, to its part.
    func point(_ block: inout ck_attention_block, entry: Int, head: Int, heads: Int, query: Int) {
        switch form {
        case .table(let table, let groups):
            let (group, stride) = (groups[entry % groups.count], table.shape[2] == 1 ? 0 : table.shape[3])
            let plane = group * table.shape[1] + (table.shape[1] == 1 ? 0 : head)
            block.bias = UnsafePointer(
                table.pointer + plane * table.shape[2] * table.shape[3] + query * stride)
            block.bias_stride = stride
        case .grid(let rows, let columns):
            let (height, width, row) = (
                rows.width / heads, columns.width / heads, entry * rows.shape[1] + query
            )
            block.grid_rows = UnsafePointer(rows.pointer + row * rows.width + head * height)
            block.grid_columns = UnsafePointer(columns.pointer + row * columns.width + head * width)
            (block.grid_rows_stride, block.grid_columns_stride) = (rows.width, columns.width)
            block.grid_width = width
        }
    }
}
