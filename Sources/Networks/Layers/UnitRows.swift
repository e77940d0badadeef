import Tensor

extension Tensor {
    /// Every row divided by its Euclidean norm, at least 1e-12. Norms are summed in Double.
    public func unitRows() -> Tensor {
        let result = Tensor(shape)
        for row in 0..<rows {
            let (source, target) = (pointer + row * width, result.pointer + row * width)
            var squares = 0.0
            for column in 0..<width { squares += Double(source[column]) * Double(source[column]) }
            let norm = max(squares.squareRoot(), 1e-12)
            for column in 0..<width { target[column] = Float(Double(source[column]) / norm) }
        }
        return withExtendedLifetime(self) { result }
    }
}
