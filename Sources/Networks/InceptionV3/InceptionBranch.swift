import Tensor

/// One branch of an inception block: an optional pool, units one after the other, and optionally a last pair of units
/// side by side over the same input.
struct InceptionBranch: Sendable {
    /// A 3×3 pool.
    enum Pool: Sendable {
        /// Mean of the pixels that there are, stride 1.
        case average
        /// Largest value, stride 1, padded.
        case maximum
        /// Largest value, stride 2, not padded.
        case reduction
    }

    var pool: Pool?
    var units: [InceptionUnit] = []
    var split: [InceptionUnit] = []

    /// Channels that the branch puts out, given those of its input.
    func outputChannels(_ input: Int) -> Int {
        split.isEmpty
            ? units.last?.outputChannels ?? input : split.reduce(0) { $0 + $1.outputChannels }
    }

    /// Writes the branch to `target` from `column` on.
    func callAsFunction(_ x: Tensor, into target: Tensor, column: Int) {
        if units.isEmpty, pool == .reduction {
            x.pool(.maximum, kernel: 3, stride: 2, into: target, column: column)
            return
        }
        var h = x
        switch pool {
        case .average: h = x.pooled(.average, kernel: 3, stride: 1, padding: 1)
        case .maximum: h = x.pooled(.maximum, kernel: 3, stride: 1, padding: 1)
        case .reduction: h = x.pooled(.maximum, kernel: 3, stride: 2)
        case nil: break
        }
        for unit in split.isEmpty ? units.dropLast() : units[...] { h = unit(h) }
        var column = column
        for unit in split.isEmpty ? Array(units.suffix(1)) : split {
            unit(h, into: target, column: column)
            column += unit.outputChannels
        }
    }
}

/// Branches over one input, their outputs side by side in order.
struct InceptionBlock: Sendable {
    let name: String
    let branches: [InceptionBranch]
    let input: Int
    /// Whether the block halves height and width.
    let isReduction: Bool

    var output: Int { branches.reduce(0) { $0 + $1.outputChannels(input) } }

    func callAsFunction(_ x: Tensor) -> Tensor {
        let (height, width) = (x.shape[1], x.shape[2])
        let result = Tensor([
            x.shape[0], isReduction ? (height - 3) / 2 + 1 : height,
            isReduction ? (width - 3) / 2 + 1 : width,
            output,
        ])
        var column = 0
        for branch in branches {
            branch(x, into: result, column: column)
            column += branch.outputChannels(input)
        }
        return result
    }
}
