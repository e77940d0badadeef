import Tensor

/// How a grid of tokens is cut into square windows, the last of a row or column possibly reaching beyond it.
///
/// Windows that hold a grid part of equal size form a kind: their queries are the tokens that exist, their keys all
/// cells of the window.
struct WindowLayout: Sendable {
    /// Windows with `height` × `width` tokens of the grid, by image and first row and column.
    struct Kind: Sendable {
        let height: Int
        let width: Int
        let windows: [(image: Int, row: Int, column: Int)]
    }

    let side: Int
    let height: Int
    let width: Int
    let kinds: [Kind]

    init(images: Int, height: Int, width: Int, side: Int) {
        (self.side, self.height, self.width) = (side, height, width)
        func starts(_ extent: Int) -> [[Int]] {
            let all = Array(stride(from: 0, to: extent, by: side))
            let (whole, cut) = (all.filter { $0 + side <= extent }, all.filter { $0 + side > extent })
            return [whole, cut].filter { !$0.isEmpty }
        }
        kinds = starts(height).flatMap { rows in
            starts(width).map { columns in
                Kind(
                    height: min(side, height - rows[0]), width: min(side, width - columns[0]),
                    windows: (0..<images).flatMap { image in
                        rows.flatMap { row in columns.map { (image, row, $0) } }
                    })
            }
        }
    }

    /// Columns `range` of the tokens `[B, H · W, D]` of a kind's windows: `[N, cells, range.count]`.
    ///
    /// - Parameter padding: what stands in the cells of a window beyond the grid; without it the result holds the
    ///   existing tokens only.
    func gathered(_ tokens: Tensor, _ kind: Kind, columns range: Range<Int>, padding: Tensor? = nil) -> Tensor
    {
        let (rows, across) = padding == nil ? (kind.height, kind.width) : (side, side)
        let (depth, count) = (tokens.width, range.count)
        let result = Tensor([kind.windows.count, rows * across, count])
        Parallel.forEach(kind.windows.count * rows) { task in
            let (window, row) = (kind.windows[task / rows], task % rows)
            var target = result.pointer + task * across * count
            let line = (window.image * height + window.row + row) * width + window.column
            for column in 0..<across {
                let exists = row < kind.height && column < kind.width
                let source =
                    exists
                    ? tokens.pointer + (line + column) * depth + range.lowerBound
                    : padding!.pointer + range.lowerBound
                target.update(from: source, count: count)
                target += count
            }
        }
        return withExtendedLifetime((tokens, padding)) { result }
    }

    /// Writes the tokens `[N, height · width, D]` of a kind's windows back to their places in `[B, H · W, D]`.
    func scatter(_ parts: Tensor, _ kind: Kind, into tokens: Tensor) {
        let depth = parts.width
        Parallel.forEach(kind.windows.count * kind.height) { task in
            let (window, row) = (kind.windows[task / kind.height], task % kind.height)
            let line = (window.image * height + window.row + row) * width + window.column
            (tokens.pointer + line * depth).update(
                from: parts.pointer + task * kind.width * depth, count: kind.width * depth)
        }
        withExtendedLifetime((parts, tokens)) {}
    }

    /// Places of a kind's tokens within their window.
    func places(_ kind: Kind) -> [(row: Int, column: Int)] {
        (0..<kind.height).flatMap { row in (0..<kind.width).map { (row, $0) } }
    }
}
