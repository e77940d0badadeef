import Checkpoints
import Tensor

/// Corrects flows and features by what the correlations around them say, at an eighth of the size.
///
/// The flows are extended linearly over the whole interval: from the first frame to the second along the flow to the
/// second over t, and back along the flow to the first over 1 - t.
struct AMTUpdate: Sendable {
    private let radius: Int
    /// How much larger than an eighth the decoder's output is.
    private let factor: Int
    private let correlation: Convolution2D
    private let flow: [Convolution2D]
    private let joint: Convolution2D
    private let state: [Convolution2D]
    /// First layers of the feature and the flow head side by side.
    private let heads: Convolution2D
    private let headWidth: Int
    private let featureHead: Convolution2D
    private let flowHead: Convolution2D

    private static let slope: Float = 0.1

    init(_ scope: WeightScope, _ config: AMTConfig, features: Int, factor: Int) throws {
        let (hidden, slope) = (config.updateWidth, Self.slope)
        (radius, self.factor, headWidth) = (config.correlationRadius, factor, hidden)
        correlation = try Convolution2D(
            scope("convc1"), input: config.lookupWidth, output: config.updateCorrelationWidth, kernel: 1,
            slope: slope)
        flow = [
            try Convolution2D(
                scope("convf1"), input: 4, output: 2 * config.updateFlowWidth, kernel: 7, slope: slope),
            try Convolution2D(
                scope("convf2"), input: 2 * config.updateFlowWidth, output: config.updateFlowWidth,
                slope: slope),
        ]
        joint = try Convolution2D(
            scope("conv"), input: config.updateCorrelationWidth + config.updateFlowWidth,
            output: config.updateJointWidth, slope: slope)
        let inputs = config.updateJointWidth + 4 + features
        state = [
            try Convolution2D(scope("gru")(0), input: inputs, output: hidden, slope: slope),
            try Convolution2D(scope("gru")(2), input: hidden, output: hidden, kernel: 3, padding: .all(1)),
        ]
        let first = [scope("feat_head")(0), scope("flow_head")(0)]
        heads = Convolution2D(
            weight: .stacked(try first.map { try $0.tensor("weight", [hidden, hidden, 3, 3]) }),
            bias: .stacked(try first.map { try $0.tensor("bias", [hidden]) }), padding: .all(1),
            slopes: Tensor([2 * hidden], filledWith: slope))
        featureHead = try Convolution2D(
            scope("feat_head")(2), input: hidden, output: features, kernel: 3, padding: .all(1))
        flowHead = try Convolution2D(
            scope("flow_head")(2), input: hidden, output: 4, kernel: 3, padding: .all(1))
    }

    func callAsFunction(_ flows: AMTFlows, _ correlations: AMTCorrelations, time: Float) -> AMTFlows {
        let coarse = flows.reduced(by: factor)
        let both = coarse.joined
        let lookup = Tensor.joined(
            correlations.forward.lookup(coarse.toSecond, radius: radius, factor: 1 / time),
            correlations.backward.lookup(coarse.toFirst, radius: radius, factor: 1 / (1 - time)))
        let seen = joint(.joined(correlation(lookup), flow.reduce(both) { $1($0) }))
        let hidden = state.reduce(Tensor.joined([seen, both, coarse.features])) { $1($0) }
        let inner = heads(hidden)
        let shift = flowHead(inner.columns(headWidth..<2 * headWidth))
        let (height, width) = (flows.toFirst.shape[1], flows.toFirst.shape[2])
        func enlarged(_ columns: Range<Int>) -> Tensor {
            shift.columns(columns).resizedBilinear(height: height, width: width, factor: Float(factor))
        }
        let features = featureHead(inner.columns(0..<headWidth))
        return AMTFlows(
            toFirst: flows.toFirst + enlarged(0..<2), toSecond: flows.toSecond + enlarged(2..<4),
            features: flows.features + features.resizedBilinear(height: height, width: width))
    }
}

/// All-pairs correlations from the first frame to the second and back.
struct AMTCorrelations: Sendable {
    let forward: CorrelationPyramid
    let backward: CorrelationPyramid

    init(_ first: Tensor, _ second: Tensor, levels: Int) {
        let scale = 1 / Float(first.width).squareRoot()
        forward = CorrelationPyramid(queries: first, targets: second, levels: levels, scale: scale)
        backward = CorrelationPyramid(queries: second, targets: first, levels: levels, scale: scale)
    }
}
