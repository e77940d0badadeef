import Tensor

/// Flows from the middle frame to the first and to the second, `[B, h, w, 2]` each in pixels of that grid, and the
/// features that go with them.
struct AMTFlows: Sendable {
    var toFirst: Tensor
    var toSecond: Tensor
    var features: Tensor

    /// Both flows side by side.
    var joined: Tensor { .joined(toFirst, toSecond) }

    /// A decoder's output: two flows, then features; the flows correct twice enlarged coarser ones, where there are.
    init(_ output: Tensor, onto coarser: AMTFlows?) {
        let (first, second) = (output.columns(0..<2), output.columns(2..<4))
        toFirst = coarser.map { first + $0.toFirst.enlarged } ?? first
        toSecond = coarser.map { second + $0.toSecond.enlarged } ?? second
        features = output.columns(4..<output.width)
    }

    init(toFirst: Tensor, toSecond: Tensor, features: Tensor) {
        (self.toFirst, self.toSecond, self.features) = (toFirst, toSecond, features)
    }

    /// The flows at 1/`factor` of the size and length, and the features at that size.
    func reduced(by factor: Int) -> AMTFlows {
        let (height, width) = (toFirst.shape[1] / factor, toFirst.shape[2] / factor)
        func flow(_ flow: Tensor) -> Tensor {
            flow.resizedBilinear(height: height, width: width, factor: 1 / Float(factor))
        }
        return AMTFlows(
            toFirst: flow(toFirst), toSecond: flow(toSecond),
            features: features.resizedBilinear(height: height, width: width))
    }
}

extension Tensor {
    /// A flow at twice the size and length.
    var enlarged: Tensor { resizedBilinear(height: 2 * shape[1], width: 2 * shape[2], factor: 2) }
}
