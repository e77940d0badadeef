import Tensor

/// What metrics read of the magnitudes of one flow field.
struct FlowStatistics {
    /// Mean of the largest 5 % and of the largest 2 % of the magnitudes, mean of all; in pixels.
    let top5, top2, mean: Float

    /// - Parameter flow: `[1, H, W, 2]`, padding included.
    init(_ flow: Tensor) {
        var magnitudes = flow.withElements { elements in
            (0..<elements.count / 2).map { index in
                let (u, v) = (elements[2 * index], elements[2 * index + 1])
                return (u * u + v * v).squareRoot()
            }
        }
        magnitudes.sort(by: >)
        func average(ofLargest count: Int) -> Float {
            guard count > 0 else { return 0 }
            return Float(magnitudes.prefix(count).reduce(0.0) { $0 + Double($1) } / Double(count))
        }
        top5 = average(ofLargest: magnitudes.count * 5 / 100)
        top2 = average(ofLargest: magnitudes.count * 2 / 100)
        mean = average(ofLargest: magnitudes.count)
    }
}
