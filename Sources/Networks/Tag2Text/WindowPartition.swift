import Tensor

/// How a Swin block cuts a square grid of tokens into square windows, and which pairs of a window's tokens attend.
///
/// Shifted blocks roll the grid by half a window first; tokens that only the roll brought together do not attend.
/// Source: Liu et al. 2021, Swin Transformer (arXiv 2103.14030), section 3.2.
struct WindowPartition: Sendable {
    let window: Int
    let shift: Int
    private let side: Int

    /// - Parameter side: of the grid, a multiple of the window; a grid of one window is never shifted.
    init(side: Int, window: Int, isShifted: Bool) {
        self.side = side
        self.window = min(window, side)
        shift = isShifted && side > window ? window / 2 : 0
    }

    /// Tokens of a window.
    var area: Int { window * window }
    private var across: Int { side / window }

    /// Token of the grid that stands at each place of the windows.
    var order: [Int] {
        (0..<side * side).map { place in
            let (cell, inside) = (place / area, place % area)
            let row = (cell / across * window + inside / window + shift) % side
            let column = (cell % across * window + inside % window + shift) % side
            return row * side + column
        }
    }

    /// Place in the windows of each token of the grid, the inverse of `order`.
    var places: [Int] {
        var result = [Int](repeating: 0, count: side * side)
        for (place, token) in order.enumerated() { result[token] = place }
        return result
    }

    /// Terms for the scores of every head: relative positions, and -100 between tokens of different regions.
    /// - Parameter table: `[(2 window - 1)², heads]`.
    func bias(_ table: Tensor) -> AttentionBias {
        guard shift > 0 else { return AttentionBias(terms(table) { _, _ in true }) }
        // Windows differ only in whether they are the last of their row or column, where the roll brings the other
        // end of the grid in.
        let kinds = [(false, false), (false, true), (true, false), (true, true)].map { lower, right in
            terms(table) { query, key in
                (!lower || region(query / window) == region(key / window))
                    && (!right || region(query % window) == region(key % window))
            }
        }
        let last = across - 1
        return AttentionBias(
            .stacked(kinds),
            groups: (0..<across * across).map {
                ($0 / across == last ? 2 : 0) + ($0 % across == last ? 1 : 0)
            })
    }

    /// Whether a row or column of a last window comes from the other end of the grid.
    private func region(_ index: Int) -> Bool { index >= window - shift }

    /// `[1, heads, area, area]`.
    private func terms(_ table: Tensor, attends: (Int, Int) -> Bool) -> Tensor {
        let (heads, span) = (table.width, 2 * window - 1)
        let result = Tensor([1, heads, area, area])
        for query in 0..<area {
            for key in 0..<area {
                let (down, right) = (
                    query / window - key / window + window - 1, query % window - key % window + window - 1
                )
                let (row, mask) = (down * span + right, attends(query, key) ? Float(0) : -100)
                for head in 0..<heads {
                    result.pointer[(head * area + query) * area + key] =
                        table.pointer[row * heads + head] + mask
                }
            }
        }
        return withExtendedLifetime(table) { result }
    }
}
