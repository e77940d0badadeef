import CKernels

/// What a pool takes from the values under its window; places outside the data never count.
public enum Pooling: Sendable {
    /// The largest value.
    case maximum
    /// The mean of the values that there are (torch's `count_include_pad=False`).
    case average
}

extension Tensor {
    /// Pools over a window of every channel.
    ///
    /// Shapes: `[B, T, H, W, C]` to `[B, T', H', W', C]`.
    /// - Precondition: every window touches the data.
    public func pooled(_ pooling: Pooling, _ window: VolumeWindow) -> Tensor {
        let geometry = window.geometry(self)
        let result = Tensor(geometry.outputShape(shape[0]) + [width])
        let (xs, ys, width) = (Elements(pointer), Elements(result.pointer), width)
        let tier = Compute.current.tier.rawValue
        let isAverage: Int32 = pooling == .average ? 1 : 0
        Parallel.ranges(result.rows, grain: 64) { rows in
            var geometry = geometry
            ck_pool(
                tier, &geometry, xs.base, rows.lowerBound, rows.count, isAverage,
                ys.base + rows.lowerBound * width)
        }
        return withExtendedLifetime(self) { result }
    }

    /// Pools images over a square window: `[B, H, W, C]` to `[B, H', W', C]`.
    public func pooled(_ pooling: Pooling, kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
        precondition(rank == 4, "images of shape \(shape)")
        let window = VolumeWindow(
            kernel: Extent3D(1, kernel, kernel), stride: Extent3D(1, stride, stride),
            padding: .even(0, padding, padding))
        let pooled = reshaped([shape[0], 1] + shape.dropFirst()).pooled(pooling, window)
        return pooled.reshaped([shape[0]] + pooled.shape.dropFirst(2))
    }
}
