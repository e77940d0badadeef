extension Tensor {
    /// Axes reordered: axis `i` of the result is axis `order[i]` of this tensor.
    public func transposed(_ order: [Int]) -> Tensor {
        precondition(order.sorted() == Array(0..<rank), "\(order) for \(shape)")
        let result = Tensor(order.map { shape[$0] })
        guard result.count > 0 else { return result }
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        let steps = order.map { strides[$0] }
        let (xs, ys, inner) = (Elements(pointer), Elements(result.pointer), result.width)
        let (outer, extents) = (result.rows, result.shape)
        Parallel.ranges(outer, grain: 64) { rows in
            for row in rows {
                var (rest, source) = (row, 0)
                for axis in stride(from: extents.count - 2, through: 0, by: -1) {
                    source += rest % extents[axis] * steps[axis]
                    rest /= extents[axis]
                }
                for column in 0..<inner {
                    ys[row * inner + column] = xs[source + column * steps[steps.count - 1]]
                }
            }
        }
        return withExtendedLifetime(self) { result }
    }

    /// `[…, A]` and `[…, B]` side by side: `[…, A + B]`.
    public static func joined(_ left: Tensor, _ right: Tensor) -> Tensor {
        precondition(left.shape.dropLast() == right.shape.dropLast(), "\(left.shape) beside \(right.shape)")
        let result = Tensor(left.shape.dropLast() + [left.width + right.width])
        let (a, b) = (left.width, right.width)
        let (ls, rs, ys) = (Elements(left.pointer), Elements(right.pointer), Elements(result.pointer))
        Parallel.ranges(left.rows, grain: 256) { rows in
            for row in rows {
                (ys.base + row * (a + b)).update(from: ls.base + row * a, count: a)
                (ys.base + row * (a + b) + a).update(from: rs.base + row * b, count: b)
            }
        }
        return withExtendedLifetime((left, right)) { result }
    }

    /// Tensors of one shape but for the first axis, one after the other along it.
    public static func stacked(_ parts: [Tensor]) -> Tensor {
        precondition(
            !parts.isEmpty && parts.allSatisfy { $0.shape.dropFirst() == parts[0].shape.dropFirst() })
        let result = Tensor([parts.reduce(0) { $0 + $1.shape[0] }] + parts[0].shape.dropFirst())
        var position = result.pointer
        for part in parts {
            position.update(from: part.pointer, count: part.count)
            position += part.count
        }
        return withExtendedLifetime(parts) { result }
    }

    /// Nearest-neighbour resize of `[B, H, W, C]`: source index `floor(target · in / out)`.
    public func resizedNearest(height: Int, width: Int) -> Tensor {
        precondition(rank == 4, "nearest resize of \(shape)")
        let result = Tensor([shape[0], height, width, shape[3]])
        let (inHeight, inWidth, channels) = (shape[1], shape[2], shape[3])
        let (xs, ys) = (Elements(pointer), Elements(result.pointer))
        Parallel.forEach(shape[0] * height) { row in
            let source = (row / height) * inHeight + (row % height) * inHeight / height
            for column in 0..<width {
                (ys.base + (row * width + column) * channels).update(
                    from: xs.base + (source * inWidth + column * inWidth / width) * channels, count: channels)
            }
        }
        return withExtendedLifetime(self) { result }
    }
}
