extension Padding2D {
    /// The padding that brings a size to multiples of `unit`: half of it, rounded down, at the top and the left.
    public static func toMultiples(of unit: Int, height: Int, width: Int) -> Padding2D {
        let (down, across) = ((unit - height % unit) % unit, (unit - width % unit) % unit)
        return Padding2D(
            top: down / 2, left: across / 2, bottom: down - down / 2, right: across - across / 2)
    }
}

extension Tensor {
    /// `[B, H, W, C]` with its border pixels repeated outwards.
    public func replicatePadded(_ padding: Padding2D) -> Tensor {
        precondition(rank == 4 && shape[1] > 0 && shape[2] > 0, "padding of \(shape)")
        if padding == .all(0) { return self }
        let (height, width, channels) = (shape[1], shape[2], shape[3])
        let (rows, columns) = (
            height + padding.top + padding.bottom, width + padding.left + padding.right
        )
        let result = Tensor([shape[0], rows, columns, channels])
        let (xs, ys) = (Elements(pointer), Elements(result.pointer))
        Parallel.forEach(shape[0] * rows) { row in
            let inside = min(max(row % rows - padding.top, 0), height - 1)
            let source = xs.base + (row / rows * height + inside) * width * channels
            var target = ys.base + row * columns * channels
            for _ in 0..<padding.left {
                target.update(from: source, count: channels)
                target += channels
            }
            target.update(from: source, count: width * channels)
            target += width * channels
            for _ in 0..<padding.right {
                target.update(from: source + (width - 1) * channels, count: channels)
                target += channels
            }
        }
        return withExtendedLifetime(self) { result }
    }

    /// `[B, H, W, C]` without the pixels that `padding` added.
    public func cropped(_ padding: Padding2D) -> Tensor {
        if padding == .all(0) { return self }
        let (rows, columns, channels) = (
            shape[1] - padding.top - padding.bottom, shape[2] - padding.left - padding.right, shape[3]
        )
        precondition(rows > 0 && columns > 0, "nothing is left of \(shape) without \(padding)")
        let result = Tensor([shape[0], rows, columns, channels])
        for entry in 0..<shape[0] * rows {
            let row = entry / rows * shape[1] + entry % rows + padding.top
            (result.pointer + entry * columns * channels).update(
                from: pointer + (row * shape[2] + padding.left) * channels, count: columns * channels)
        }
        return withExtendedLifetime(self) { result }
    }
}
