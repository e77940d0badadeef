import CKernels

/// Elements for which a thread of its own pays.
private let pointwiseGrain = 1 << 14

extension Tensor {
    /// `left + right`, equal shapes.
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        left.combined(right, 1, 1)
    }

    /// `left - right`, equal shapes.
    public static func - (left: Tensor, right: Tensor) -> Tensor {
        left.combined(right, 1, -1)
    }

    /// `tensor · factor`.
    public static func * (tensor: Tensor, factor: Float) -> Tensor {
        let result = Tensor(tensor.shape)
        let (xs, ys) = (Elements(tensor.pointer), Elements(result.pointer))
        let tier = Compute.current.tier.rawValue
        Parallel.ranges(tensor.count, grain: pointwiseGrain) {
            ck_multiply(tier, xs.base + $0.lowerBound, factor, $0.count, ys.base + $0.lowerBound)
        }
        return withExtendedLifetime(tensor) { result }
    }

    /// `weight · left + (1 - weight) · right`.
    public static func mix(_ left: Tensor, _ right: Tensor, weight: Float) -> Tensor {
        left.combined(right, weight, 1 - weight)
    }

    /// The tensor with `function` applied to every element.
    public func mapped(_ function: @Sendable (Float) -> Float) -> Tensor {
        let result = Tensor(shape)
        let (xs, ys) = (Elements(pointer), Elements(result.pointer))
        Parallel.ranges(count, grain: pointwiseGrain) { range in
            for index in range { ys[index] = function(xs[index]) }
        }
        return withExtendedLifetime(self) { result }
    }

    /// Elementwise combination of two tensors of one shape.
    public func combined(_ other: Tensor, _ function: @Sendable (Float, Float) -> Float) -> Tensor {
        precondition(shape == other.shape, "\(shape) and \(other.shape)")
        let result = Tensor(shape)
        let (xs, zs, ys) = (Elements(pointer), Elements(other.pointer), Elements(result.pointer))
        Parallel.ranges(count, grain: pointwiseGrain) { range in
            for index in range { ys[index] = function(xs[index], zs[index]) }
        }
        return withExtendedLifetime((self, other)) { result }
    }

    /// The tensor with an activation applied.
    public func activated(_ activation: Activation) -> Tensor {
        let result = Tensor(shape)
        let (xs, ys) = (Elements(pointer), Elements(result.pointer))
        let tier = Compute.current.tier.rawValue
        Parallel.ranges(count, grain: pointwiseGrain) {
            ck_activate(
                tier, xs.base + $0.lowerBound, activation.rawValue, $0.count, ys.base + $0.lowerBound)
        }
        return withExtendedLifetime(self) { result }
    }

    /// `a · self + b · other`.
    private func combined(_ other: Tensor, _ a: Float, _ b: Float) -> Tensor {
        precondition(shape == other.shape, "\(shape) and \(other.shape)")
        let result = Tensor(shape)
        let (xs, zs, ys) = (Elements(pointer), Elements(other.pointer), Elements(result.pointer))
        let tier = Compute.current.tier.rawValue
        Parallel.ranges(count, grain: pointwiseGrain) {
            let start = $0.lowerBound
            ck_combine(tier, xs.base + start, a, zs.base + start, b, $0.count, ys.base + start)
        }
        return withExtendedLifetime((self, other)) { result }
    }

    /// Adds row `index / (rows / terms.rows)` of `terms` `[B, C]` to every pixel of sample B of `[B, …, C]`.
    public func addingPerSample(_ terms: Tensor) -> Tensor {
        precondition(terms.width == width && rows % terms.rows == 0, "\(terms.shape) onto \(shape)")
        let result = Tensor(shape)
        let (xs, ts, ys) = (Elements(pointer), Elements(terms.pointer), Elements(result.pointer))
        let (width, each) = (width, rows / terms.rows)
        let tier = Compute.current.tier.rawValue
        Parallel.ranges(rows, grain: max(1, pointwiseGrain / max(width, 1))) { range in
            var row = range.lowerBound
            while row < range.upperBound {
                let end = min(range.upperBound, (row / each + 1) * each)
                ck_add_row(
                    tier, xs.base + row * width, ts.base + row / each * width, end - row, width,
                    ys.base + row * width)
                row = end
            }
        }
        return withExtendedLifetime((self, terms)) { result }
    }
}
