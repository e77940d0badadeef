import CKernels

extension Tensor {
    /// `(1 - z) · self + z · other`, z being the columns from `start` on of `gate`.
    ///
    /// Shapes: self and other `[…, C]`, gate `[…, D]` with D ≥ start + C.
    public func mixed(with other: Tensor, gate: Tensor, from start: Int) -> Tensor {
        precondition(
            shape == other.shape && gate.rows == rows && start + width <= gate.width,
            "\(shape) and \(other.shape) mixed by columns \(start)... of \(gate.shape)")
        let result = Tensor(shape)
        let (xs, qs) = (Elements(pointer), Elements(other.pointer))
        let (zs, ys) = (Elements(gate.pointer + start), Elements(result.pointer))
        let (width, stride, tier) = (width, gate.width, Compute.current.tier.rawValue)
        Parallel.ranges(rows, grain: max(1, (1 << 14) / max(1, width))) { rows in
            let first = rows.lowerBound
            ck_mix_rows(
                tier, xs.base + first * width, width, qs.base + first * width, width,
                zs.base + first * stride, stride, rows.count, width, ys.base + first * width, width)
        }
        return withExtendedLifetime((self, other, gate)) { result }
    }

    /// `self · z`, z being the columns from `start` on of `gate`.
    public func multiplied(by gate: Tensor, from start: Int) -> Tensor {
        precondition(
            gate.rows == rows && start + width <= gate.width,
            "\(shape) times columns \(start)... of \(gate.shape)")
        let result = Tensor(shape)
        let (xs, zs, ys) = (
            Elements(pointer), Elements(gate.pointer + start), Elements(result.pointer)
        )
        let (width, stride, tier) = (width, gate.width, Compute.current.tier.rawValue)
        Parallel.ranges(rows, grain: max(1, (1 << 14) / max(1, width))) { rows in
            let first = rows.lowerBound
            ck_multiply_rows(
                tier, xs.base + first * width, width, zs.base + first * stride, stride, rows.count, width,
                ys.base + first * width, width)
        }
        return withExtendedLifetime((self, gate)) { result }
    }
}
