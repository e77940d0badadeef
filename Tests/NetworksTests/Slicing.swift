import Tensor

extension Tensor {
    /// Every `step`-th entry of `start ..< stop` along each axis, as goldens hold them.
    func sliced(_ axes: [(start: Int, stop: Int, step: Int)]) -> Tensor {
        precondition(axes.count == rank, "\(axes.count) slices of \(shape)")
        let picks = zip(axes, shape).map { axis, extent in
            Array(stride(from: axis.start, to: min(axis.stop, extent), by: axis.step))
        }
        let result = Tensor(picks.map(\.count))
        for index in 0..<result.count {
            var (rest, source, stride) = (index, 0, 1)
            for axis in (0..<rank).reversed() {
                source += picks[axis][rest % picks[axis].count] * stride
                rest /= picks[axis].count
                stride *= shape[axis]
            }
            result.pointer[index] = pointer[source]
        }
        return result
    }

    /// Every `step`-th entry along each axis.
    func every(_ steps: [Int]) -> Tensor {
        sliced(zip(steps, shape).map { step, extent in (0, extent, step) })
    }
}
