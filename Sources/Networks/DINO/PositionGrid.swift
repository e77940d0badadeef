import Tensor

/// A square table of position embeddings that is resampled for images of other sizes.
///
/// Bicubic interpolation (a = -0.75, border-clamped, no antialias) with scale factors `(h + 0.1) / side` and
/// `(w + 0.1) / side`, source coordinate `(d + 0.5) / scale - 0.5`. The row of the class token stays as it is.
/// Source: VisionTransformer.interpolate_pos_encoding of DINO's published code.
struct PositionGrid: Sendable {
    /// `[1, 1 + side², D]`, class token first.
    let table: Tensor
    let side: Int

    /// Positions for a grid of `height` × `width` patches: `[1 + height · width, D]`.
    ///
    /// - Parameter isSquare: whether the image itself is square; only then, and with as many patches as in
    ///   training, is the table used unchanged.
    func table(height: Int, width: Int, isSquare: Bool) -> Tensor {
        let depth = table.width
        if height * width == side * side && isSquare { return table.reshaped([1 + side * side, depth]) }
        let result = Tensor([1 + height * width, depth])
        result.pointer.update(from: table.pointer, count: depth)
        let rows = taps(height)
        let columns = taps(width)
        let grid = table.pointer + depth
        var sums = [Double](repeating: 0, count: depth)
        for (row, vertical) in rows.enumerated() {
            for (column, horizontal) in columns.enumerated() {
                for index in 0..<depth { sums[index] = 0 }
                for (y, weightY) in vertical {
                    for (x, weightX) in horizontal {
                        let (cell, weight) = (grid + (y * side + x) * depth, weightY * weightX)
                        for index in 0..<depth { sums[index] += weight * Double(cell[index]) }
                    }
                }
                let target = result.pointer + (1 + row * width + column) * depth
                for index in 0..<depth { target[index] = Float(sums[index]) }
            }
        }
        return withExtendedLifetime(table) { result }
    }

    /// The four cells that each of `count` target cells reads along one axis, and their weights.
    private func taps(_ count: Int) -> [[(cell: Int, weight: Double)]] {
        let scale = (Double(count) + 0.1) / Double(side)
        return (0..<count).map { target in
            let source = (Double(target) + 0.5) / scale - 0.5
            let base = source.rounded(.down)
            return (-1...2).map { offset in
                (
                    min(max(Int(base) + offset, 0), side - 1),
                    Self.cubic(abs(source - base - Double(offset)))
                )
            }
        }
    }

    /// Keys' cubic kernel with a = -0.75 at distance `x`.
    private static func cubic(_ x: Double) -> Double {
        let a = -0.75
        if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
    }
}
