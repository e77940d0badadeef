import Checkpoints
import Tensor

/// One iteration of RAFT: what the correlation around the present flow says, the recurrent unit, the heads.
struct RAFTUpdate: Sendable {
    private let correlation: [Convolution2D]
    private let flow: [Convolution2D]
    private let joint: Convolution2D
    let unit: RAFTRecurrentUnit
    private let flowHead: [Convolution2D]
    private let maskHead: [Convolution2D]

    init(_ scope: WeightScope, _ config: RAFTConfig) throws {
        let encoder = scope("encoder")
        let (correlations, flows) = (config.motionCorrelationWidths, config.motionFlowWidths)
        correlation = [
            try Self.convolution(encoder("convc1"), config.lookupWidth, correlations[0], kernel: 1),
            try Self.convolution(encoder("convc2"), correlations[0], correlations[1], kernel: 3),
        ]
        flow = [
            try Self.convolution(encoder("convf1"), 2, flows[0], kernel: 7),
            try Self.convolution(encoder("convf2"), flows[0], flows[1], kernel: 3),
        ]
        joint = try Self.convolution(
            encoder("conv"), correlations[1] + flows[1], config.motionWidth - 2, kernel: 3)
        unit = try RAFTRecurrentUnit(scope("gru"), config)
        let (hidden, head) = (config.hiddenWidth, config.headWidth)
        flowHead = [
            try Self.convolution(scope("flow_head")("conv1"), hidden, head, kernel: 3),
            try Self.convolution(scope("flow_head")("conv2"), head, 2, kernel: 3),
        ]
        maskHead = [
            try Self.convolution(scope("mask")(0), hidden, head, kernel: 3),
            try Self.convolution(
                scope("mask")(2), head, 9 * config.downsampling * config.downsampling, kernel: 1, scale: 0.25),
        ]
    }

    /// `[B, h, w, lookup]` and the flow `[B, h, w, 2]` to `[B, h, w, M]`, of which the last two are the flow.
    func motion(_ lookup: Tensor, flow present: Tensor) -> Tensor {
        let seen = correlation.reduce(lookup) { $1($0, activation: .relu) }
        let known = flow.reduce(present) { $1($0, activation: .relu) }
        return .joined(joint(.joined(seen, known), activation: .relu), present)
    }

    /// The flow with this state's correction.
    func flow(_ hidden: Tensor, correcting present: Tensor) -> Tensor {
        flowHead[1](flowHead[0](hidden, activation: .relu), residual: present)
    }

    /// Mixing logits of the upsampling by n, `[B, h, w, 9 n²]`.
    func mask(_ hidden: Tensor) -> Tensor { maskHead[1](maskHead[0](hidden, activation: .relu)) }

    /// The images are small and the iterations many, so transformed weights are kept.
    private static func convolution(
        _ scope: WeightScope, _ input: Int, _ output: Int, kernel: Int, scale: Float = 1
    ) throws -> Convolution2D {
        let weight = try scope.tensor("weight", [output, input, kernel, kernel])
        let bias = try scope.tensor("bias", [output])
        return Convolution2D(
            weight: scale == 1 ? weight : weight * scale, bias: scale == 1 ? bias : bias * scale,
            padding: .all(kernel / 2), keepsTransform: true)
    }
}
