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
        let result = Tensor(window.geometry(self).outputShape(shape[0]) + [width])
        pool(pooling, window, into: result, column: 0)
        return result
    }

    /// Writes the pool to columns `column ..< column + C` of `target` `[B, T', H', W', …]`.
    public func pool(_ pooling: Pooling, _ window: VolumeWindow, into target: Tensor, column: Int) {
        let geometry = window.geometry(self)
        precondition(
            Array(target.shape.dropLast()) == geometry.outputShape(shape[0])
                && column + width <= target.width,
            "a pool of \(width) channels to column \(column) of \(target.shape)")
        let (xs, ys, stride) = (Elements(pointer), Elements(target.pointer + column), target.width)
        let tier = Compute.current.tier.rawValue
        let isAverage: Int32 = pooling == .average ? 1 : 0
        Parallel.ranges(target.rows, grain: 64) { rows in
            var geometry = geometry
            ck_pool(
                tier, &geometry, xs.base, rows.lowerBound, rows.count, isAverage,
                ys.base + rows.lowerBound * stride, stride)
        }
        withExtendedLifetime((self, target)) {}
    }

    /// Pools images over a square window: `[B, H, W, C]` to `[B, H', W', C]`.
    public func pooled(_ pooling: Pooling, kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
        precondition(rank == 4, "images of shape \(shape)")
        let pooled = reshaped([shape[0], 1] + shape.dropFirst())
            .pooled(pooling, .square(kernel, stride: stride, padding: padding))
        return pooled.reshaped([shape[0]] + pooled.shape.dropFirst(2))
    }

    /// Writes the pool of images to columns `column ..< column + C` of `target` `[B, H', W', …]`.
    public func pool(
        _ pooling: Pooling, kernel: Int, stride: Int, padding: Int = 0, into target: Tensor, column: Int
    ) {
        precondition(rank == 4 && target.rank == 4, "images of shape \(shape) to \(target.shape)")
        reshaped([shape[0], 1] + shape.dropFirst()).pool(
            pooling, .square(kernel, stride: stride, padding: padding),
            into: target.reshaped([target.shape[0], 1] + target.shape.dropFirst()), column: column)
    }
}

extension VolumeWindow {
    /// A square window over single frames.
    static func square(_ kernel: Int, stride: Int, padding: Int) -> VolumeWindow {
        VolumeWindow(
            kernel: Extent3D(1, kernel, kernel), stride: Extent3D(1, stride, stride),
            padding: .even(0, padding, padding))
    }
}
