import Checkpoints
import Media
import Tensor

/// Decomposed relative positions: a query meets a vector for every distance along rows and one along columns.
///
/// `bias[(y, x), (y', x')] = q · R_h[y - y' + H - 1] + q · R_w[x - x' + W - 1]`, with tables that are resized
/// linearly to 2 H - 1 and 2 W - 1 rows where they have another length. The query is not scaled.
/// Source: Li et al. 2022, MViTv2, as ViTDet uses it.
struct RelativePositions: Sendable {
    /// `[L, D / heads]`.
    private let rows: Tensor
    private let columns: Tensor

    init(_ scope: WeightScope, length: Int, width: Int) throws {
        rows = try scope.tensor("rel_pos_h", [length, width])
        columns = try scope.tensor("rel_pos_w", [length, width])
    }

    /// The terms of queries `[B, T, heads · d]`, which lie at `places` of a grid of keys of this size.
    func bias(_ queries: Tensor, at places: [(row: Int, column: Int)], height: Int, width: Int)
        -> AttentionBias
    {
        let (batch, count, size) = (queries.shape[0], queries.shape[1], rows.width)
        precondition(places.count == count, "\(places.count) places for \(queries.shape)")
        let heads = queries.width / size
        // Reversed, the terms of a query's keys follow each other from the query's own place.
        let distances = (2 * height - 1, 2 * width - 1)
        let table = Tensor.stacked([
            Self.reversed(rows, length: distances.0), Self.reversed(columns, length: distances.1),
        ])
        let products = Linear(weight: table, bias: nil)(queries.reshaped([batch * count * heads, size]))
        let down = Tensor([batch, count, heads * height])
        let across = Tensor([batch, count, heads * width])
        let all = distances.0 + distances.1
        Parallel.ranges(batch * count, grain: 32) { range in
            for query in range {
                let place = places[query % count]
                for head in 0..<heads {
                    let row = query * heads + head
                    let terms = products.pointer + row * all
                    (down.pointer + row * height).update(from: terms + height - 1 - place.row, count: height)
                    (across.pointer + row * width).update(
                        from: terms + distances.0 + width - 1 - place.column, count: width)
                }
            }
        }
        return withExtendedLifetime(products) { AttentionBias(rows: down, columns: across) }
    }

    /// A table resized to `length` rows, last row first.
    private static func reversed(_ table: Tensor, length: Int) -> Tensor {
        let width = table.width
        let resized =
            table.shape[0] == length
            ? table
            : Resize.torchBilinear(table.reshaped([table.shape[0], 1, width]), height: length, width: 1)
        let result = Tensor([length, width])
        for row in 0..<length {
            (result.pointer + row * width).update(
                from: resized.pointer + (length - 1 - row) * width, count: width)
        }
        return withExtendedLifetime(resized) { result }
    }
}
