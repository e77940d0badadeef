import Tensor

extension Tensor {
    /// `[B, T, D]` with `token` `[D]` in front of every sequence: `[B, T + 1, D]`.
    func prepending(token: Tensor) -> Tensor {
        let (batch, count, width) = (shape[0], shape[1], shape[2])
        precondition(token.count == width, "token \(token.shape) before \(shape)")
        let result = Tensor([batch, count + 1, width])
        for entry in 0..<batch {
            let start = result.pointer + entry * (count + 1) * width
            start.update(from: token.pointer, count: width)
            (start + width).update(from: pointer + entry * count * width, count: count * width)
        }
        return withExtendedLifetime((self, token)) { result }
    }

    /// `[B, T, D]` plus the same `[T, D]` for every sequence.
    func addingToEverySequence(_ table: Tensor) -> Tensor {
        precondition(table.count == shape[1] * shape[2], "\(table.shape) onto \(shape)")
        return self + table.reshaped([1, shape[1], shape[2]]).tiled(shape[0])
    }

    /// The first `count` tokens of every sequence: `[B, T, D]` to `[B, count, D]`.
    func firstTokens(_ count: Int) -> Tensor {
        let (batch, length, width) = (shape[0], shape[1], shape[2])
        precondition(count <= length, "\(count) tokens of \(shape)")
        guard count < length else { return self }
        let result = Tensor([batch, count, width])
        for entry in 0..<batch {
            (result.pointer + entry * count * width).update(
                from: pointer + entry * length * width, count: count * width)
        }
        return withExtendedLifetime(self) { result }
    }

    /// Token `positions[b]` of sequence b: `[B, T, D]` to `[B, D]`.
    func tokens(at positions: [Int]) -> Tensor {
        let (count, width) = (shape[1], shape[2])
        precondition(positions.count == shape[0], "\(positions.count) positions for \(shape)")
        let result = Tensor([shape[0], width])
        for (entry, position) in positions.enumerated() {
            (result.pointer + entry * width).update(
                from: pointer + (entry * count + position) * width, count: width)
        }
        return withExtendedLifetime(self) { result }
    }
}
