extension Tensor {
    /// Columns `range` of the last axis, copied: `[…, C]` to `[…, range.count]`.
    public func columns(_ range: Range<Int>) -> Tensor {
        precondition(range.lowerBound >= 0 && range.upperBound <= width, "columns \(range) of \(shape)")
        let result = Tensor(shape.dropLast() + [range.count])
        let (xs, ys, width) = (Elements(pointer), Elements(result.pointer), width)
        Parallel.ranges(rows, grain: 256) { rows in
            for row in rows {
                (ys.base + row * range.count).update(
                    from: xs.base + row * width + range.lowerBound, count: range.count)
            }
        }
        return withExtendedLifetime(self) { result }
    }

    /// Overwrites the columns from `start` on with those of `part`, in place: for whoever has made the tensor.
    public func overwriteColumns(from start: Int, with part: Tensor) {
        precondition(
            part.rows == rows && start >= 0 && start + part.width <= width,
            "\(part.shape) into columns \(start)... of \(shape)")
        let (xs, ys) = (Elements(part.pointer), Elements(pointer))
        let (count, width) = (part.width, width)
        Parallel.ranges(rows, grain: 256) { rows in
            for row in rows {
                (ys.base + row * width + start).update(from: xs.base + row * count, count: count)
            }
        }
        withExtendedLifetime((self, part)) {}
    }

    /// Entries 0, `step`, 2·`step`, … of the first axis.
    public func everyEntry(_ step: Int) -> Tensor {
        .stacked(stride(from: 0, to: shape[0], by: step).map { self[$0..<$0 + 1] })
    }

    /// The whole tensor `times` along the first axis: `[A, B]` to `[A, B, A, B]`.
    public func tiled(_ times: Int) -> Tensor {
        times == 1 ? self : .stacked(Array(repeating: self, count: times))
    }
}
