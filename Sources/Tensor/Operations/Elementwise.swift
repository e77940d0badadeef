extension Tensor {
    /// `left + right`, equal shapes.
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        left.combined(right) { $0 + $1 }
    }

    /// `left - right`, equal shapes.
    public static func - (left: Tensor, right: Tensor) -> Tensor {
        left.combined(right) { $0 - $1 }
    }

    /// `tensor · factor`.
    public static func * (tensor: Tensor, factor: Float) -> Tensor {
        tensor.mapped { $0 * factor }
    }

    /// `weight · left + (1 - weight) · right`.
    public static func mix(_ left: Tensor, _ right: Tensor, weight: Float) -> Tensor {
        left.combined(right) { weight * $0 + (1 - weight) * $1 }
    }

    /// The tensor with `function` applied to every element.
    public func mapped(_ function: @Sendable (Float) -> Float) -> Tensor {
        let result = Tensor(shape)
        let (xs, ys) = (Elements(pointer), Elements(result.pointer))
        Parallel.ranges(count, grain: 1 << 14) { range in
            for index in range { ys[index] = function(xs[index]) }
        }
        return withExtendedLifetime(self) { result }
    }

    /// Elementwise combination of two tensors of one shape.
    public func combined(_ other: Tensor, _ function: @Sendable (Float, Float) -> Float) -> Tensor {
        precondition(shape == other.shape, "\(shape) and \(other.shape)")
        let result = Tensor(shape)
        let (xs, zs, ys) = (Elements(pointer), Elements(other.pointer), Elements(result.pointer))
        Parallel.ranges(count, grain: 1 << 14) { range in
            for index in range { ys[index] = function(xs[index], zs[index]) }
        }
        return withExtendedLifetime((self, other)) { result }
    }

    /// The tensor with an activation applied.
    public func activated(_ activation: Activation) -> Tensor { mapped { activation($0) } }

    /// Adds row `index / (rows / terms.rows)` of `terms` `[B, C]` to every pixel of sample B of `[B, …, C]`.
    public func addingPerSample(_ terms: Tensor) -> Tensor {
        precondition(terms.width == width && rows % terms.rows == 0, "\(terms.shape) onto \(shape)")
        let result = Tensor(shape)
        let (xs, ts, ys) = (Elements(pointer), Elements(terms.pointer), Elements(result.pointer))
        let (width, each) = (width, rows / terms.rows)
        Parallel.ranges(rows, grain: 256) { range in
            for row in range {
                for column in 0..<width {
                    ys[row * width + column] = xs[row * width + column] + ts[row / each * width + column]
                }
            }
        }
        return withExtendedLifetime((self, terms)) { result }
    }
}
