import Tensor

/// Separable resampling of channels-last Float32 frames, rows first.
struct FloatResampler {
    private let axisWeights: (Int, Int) -> AxisWeights

    init(_ axisWeights: @escaping (Int, Int) -> AxisWeights) { self.axisWeights = axisWeights }

    func resize(_ frames: Tensor, height: Int, width: Int) -> Tensor {
        let shape = frames.shape
        let (rows, columns, channels) = (
            shape[shape.count - 3], shape[shape.count - 2], shape[shape.count - 1]
        )
        let count = shape.dropLast(3).reduce(1, *)
        var result = frames
        if columns != width {
            result = alongRows(result, axisWeights(columns, width), rows: count * rows, columns, channels)
        }
        if rows != height {
            result = alongColumns(
                result, axisWeights(rows, height), count: count, rows, stride: width * channels)
        }
        return result.reshaped(shape.dropLast(3) + [height, width, channels])
    }

    private func alongRows(
        _ input: Tensor, _ axis: AxisWeights, rows: Int, _ columns: Int, _ channels: Int
    ) -> Tensor {
        let width = axis.starts.count
        let result = Tensor([rows, width, channels])
        let weights = axis.weights.map { Float($0) }
        let (source, target) = (Samples(input.pointer), Samples(result.pointer))
        Parallel.ranges(rows, grain: 8) { range in
            weights.withUnsafeBufferPointer { weights in
                for row in range {
                    for position in 0..<width {
                        let first = source.base + (row * columns + axis.starts[position]) * channels
                        let out = target.base + (row * width + position) * channels
                        for channel in 0..<channels {
                            var sum: Float = 0
                            for tap in 0..<axis.width {
                                sum += weights[position * axis.width + tap] * first[tap * channels + channel]
                            }
                            out[channel] = sum
                        }
                    }
                }
            }
        }
        return withExtendedLifetime(input) { result }
    }

    private func alongColumns(_ input: Tensor, _ axis: AxisWeights, count: Int, _ rows: Int, stride: Int)
        -> Tensor
    {
        let height = axis.starts.count
        let result = Tensor([count, height, stride])
        let weights = axis.weights.map { Float($0) }
        let (source, target) = (Samples(input.pointer), Samples(result.pointer))
        Parallel.ranges(count * height, grain: 8) { range in
            for line in range {
                let (frame, position) = (line / height, line % height)
                let first = source.base + (frame * rows + axis.starts[position]) * stride
                let out = target.base + line * stride
                out.update(repeating: 0, count: stride)
                for tap in 0..<axis.width {
                    let weight = weights[position * axis.width + tap]
                    let row = first + tap * stride
                    for index in 0..<stride { out[index] += weight * row[index] }
                }
            }
        }
        return withExtendedLifetime(input) { result }
    }
}

/// Memory that several threads read, or fill each its own part of.
struct Samples<Element>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>

    init(_ base: UnsafeMutablePointer<Element>) { self.base = base }
}
