import Tensor

extension Tensor {
    /// Means over the last axis, summed in double precision: `[…, A]` to `[…]`.
    func meanOfLastAxis() -> Tensor {
        let result = Tensor(Array(shape.dropLast()))
        for row in 0..<rows {
            let values = UnsafeBufferPointer(start: pointer + row * width, count: width)
            result.pointer[row] = Float(values.reduce(0.0) { $0 + Double($1) } / Double(width))
        }
        return withExtendedLifetime(self) { result }
    }
}
