/// Group normalisation of channels-last samples, with an optional activation.
///
/// Statistics run over the pixels and the channels of a group, biased variance.
/// Shapes: x `[N, …, C]`, weight and bias `[C]`.
public final class GroupNorm: Sendable {
    public let groups: Int
    public let epsilon: Float
    let weight: Tensor
    let bias: Tensor

    public init(groups: Int, epsilon: Float, weight: Tensor, bias: Tensor) {
        precondition(
            weight.count % groups == 0 && weight.count == bias.count,
            "\(weight.count) channels, \(groups) groups")
        (self.groups, self.epsilon, self.weight, self.bias) = (groups, epsilon, weight, bias)
    }

    public func callAsFunction(_ x: Tensor, activation: Activation = .none) -> Tensor {
        let channels = x.width
        precondition(channels == weight.count, "group norm of \(weight.count) channels given \(x.shape)")
        let result = Tensor(x.shape)
        let (samples, pixels, size) = (x.shape[0], x.rows / max(x.shape[0], 1), channels / groups)
        let (xs, ys) = (Elements(x.pointer), Elements(result.pointer))
        let (ws, bs, epsilon, groups) = (
            Elements(weight.pointer), Elements(bias.pointer), Double(epsilon), groups
        )
        Parallel.forEach(samples * groups) { task in
            let start = (task / groups) * pixels * channels + (task % groups) * size
            var (sum, squares) = (0.0, 0.0)
            for pixel in 0..<pixels {
                for channel in 0..<size {
                    let value = Double(xs[start + pixel * channels + channel])
                    sum += value
                    squares += value * value
                }
            }
            let mean = sum / Double(pixels * size)
            let scale = 1 / (squares / Double(pixels * size) - mean * mean + epsilon).squareRoot()
            for pixel in 0..<pixels {
                for channel in 0..<size {
                    let position = start + pixel * channels + channel
                    let index = (task % groups) * size + channel
                    ys[position] = activation(
                        Float((Double(xs[position]) - mean) * scale) * ws[index] + bs[index])
                }
            }
        }
        withExtendedLifetime((x, weight, bias)) {}
        return result
    }
}

/// Layer normalisation over the last axis, biased variance.
public final class LayerNorm: Sendable {
    public let epsilon: Float
    let weight: Tensor
    let bias: Tensor

    public init(epsilon: Float, weight: Tensor, bias: Tensor) {
        (self.epsilon, self.weight, self.bias) = (epsilon, weight, bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        let width = x.width
        precondition(width == weight.count, "layer norm of width \(weight.count) given \(x.shape)")
        let result = Tensor(x.shape)
        let (xs, ys) = (Elements(x.pointer), Elements(result.pointer))
        let (ws, bs, epsilon) = (Elements(weight.pointer), Elements(bias.pointer), Double(epsilon))
        Parallel.ranges(x.rows, grain: 16) { rows in
            for row in rows {
                var (sum, squares) = (0.0, 0.0)
                for index in 0..<width { sum += Double(xs[row * width + index]) }
                let mean = sum / Double(width)
                for index in 0..<width {
                    let difference = Double(xs[row * width + index]) - mean
                    squares += difference * difference
                }
                let scale = 1 / (squares / Double(width) + epsilon).squareRoot()
                for index in 0..<width {
                    ys[row * width + index] =
                        Float((Double(xs[row * width + index]) - mean) * scale) * ws[index] + bs[index]
                }
            }
        }
        withExtendedLifetime((x, weight, bias)) {}
        return result
    }
}
