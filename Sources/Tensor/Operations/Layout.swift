import CKernels

extension Tensor {
    /// Axes reordered: axis `i` of the result is axis `order[i]` of this tensor.
    public func transposed(_ order: [Int]) -> Tensor {
        precondition(order.sorted() == Array(0..<rank), "\(order) for \(shape)")
        let result = Tensor(order.map { shape[$0] })
        guard result.count > 0, rank > 1 else { return rank > 1 ? result : copy() }
        let (strides, resultStrides) = (Self.strides(shape), Self.strides(result.shape))
        let steps = order.map { strides[$0] }
        let (xs, ys) = (Elements(pointer), Elements(result.pointer))
        if order[rank - 1] == rank - 1 {
            let (inner, extents) = (result.width, result.shape.dropLast())
            Parallel.ranges(result.rows, grain: max(1, (1 << 14) / inner)) { rows in
                for row in rows {
                    let source = Self.offset(of: row, extents, steps)
                    (ys.base + row * inner).update(from: xs.base + source, count: inner)
                }
            }
        } else {
            // The last axes of both change places under every setting of the others, a strip at a time.
            let (across, down) = (order[rank - 1], order.firstIndex(of: rank - 1)!)
            let others = (0..<rank - 1).filter { $0 != down }
            let (extents, strip) = (others.map { result.shape[$0] }, 64)
            let (from, to) = (others.map { steps[$0] }, others.map { resultStrides[$0] })
            let (columns, rows) = (shape[rank - 1], shape[across])
            let (rowStep, columnStep) = (strides[across], resultStrides[down])
            let strips = (rows + strip - 1) / strip
            let tier = Compute.current.tier.rawValue
            Parallel.forEach(extents.reduce(1, *) * strips) { task in
                let (place, start) = (task / strips, task % strips * strip)
                let (source, target) = (
                    Self.offset(of: place, extents, from), Self.offset(of: place, extents, to)
                )
                ck_transpose(
                    tier, xs.base + source + start * rowStep, rowStep, min(strip, rows - start), columns,
                    ys.base + target + start, columnStep)
            }
        }
        return withExtendedLifetime(self) { result }
    }

    private static func strides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in stride(from: shape.count - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        return strides
    }

    /// Where the row-major place `index` of `extents` lies under `steps`.
    private static func offset(of index: Int, _ extents: some BidirectionalCollection<Int>, _ steps: [Int])
        -> Int
    {
        var (rest, offset, axis) = (index, 0, extents.count)
        for extent in extents.reversed() {
            axis -= 1
            offset += rest % extent * steps[axis]
            rest /= extent
        }
        return offset
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

    /// Tensors of one shape but for the last axis, side by side along it.
    public static func joined(_ parts: [Tensor]) -> Tensor {
        precondition(
            !parts.isEmpty && parts.allSatisfy { $0.shape.dropLast() == parts[0].shape.dropLast() },
            "\(parts.map(\.shape)) side by side")
        let width = parts.reduce(0) { $0 + $1.width }
        let result = Tensor(parts[0].shape.dropLast() + [width])
        let columns = parts.map { (from: Elements($0.pointer), count: $0.width) }
        let ys = Elements(result.pointer)
        Parallel.ranges(result.rows, grain: 256) { rows in
            for row in rows {
                var target = ys.base + row * width
                for part in columns {
                    target.update(from: part.from.base + row * part.count, count: part.count)
                    target += part.count
                }
            }
        }
        return withExtendedLifetime(parts) { result }
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
