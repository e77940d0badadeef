import Checkpoints
import Tensor

/// RAFT's recurrent unit: a pass along rows (1×5 kernels), then one along columns (5×1).
///
/// `z = σ(conv_z[h, x])`, `r = σ(conv_r[h, x])`, `q = tanh(conv_q[r·h, x])`, `h = (1 - z) h + z q` with
/// `x = [context, motion]`. What the context adds to the convolutions is the same in every iteration and computed once.
/// Shapes: h `[B, h, w, H]`, context `[B, h, w, C]`, motion `[B, h, w, M]`.
struct RAFTRecurrentUnit: Sendable {
    private let passes: [Pass]

    init(_ scope: WeightScope, _ config: RAFTConfig) throws {
        passes = [
            try Pass(scope, suffix: "1", height: 1, width: 5, config),
            try Pass(scope, suffix: "2", height: 5, width: 1, config),
        ]
    }

    /// What a context contributes to the gates `[…, 2H]` and the candidate `[…, H]` of a pass.
    struct Contribution: Sendable {
        let gates: Tensor
        let candidate: Tensor
    }

    func contributions(of context: Tensor) -> [Contribution] { passes.map { $0.contribution(of: context) } }

    /// The next state.
    func callAsFunction(_ hidden: Tensor, motion: Tensor, _ contributions: [Contribution]) -> Tensor {
        zip(passes, contributions).reduce(hidden) { $1.0($0, motion: motion, $1.1) }
    }

    private struct Pass: Sendable {
        private let hiddenWidth: Int
        private let gates: Convolution2D
        private let candidate: Convolution2D
        private let context: Convolution2D

        init(_ scope: WeightScope, suffix: String, height: Int, width: Int, _ config: RAFTConfig) throws {
            let (hidden, context) = (config.hiddenWidth, config.contextWidth)
            let inputs = hidden + context + config.motionWidth
            let padding = Padding2D(top: height / 2, left: width / 2, bottom: height / 2, right: width / 2)
            let names = ["convz", "convr", "convq"].map { $0 + suffix }
            let weights = try names.map {
                try scope($0).tensor("weight", [hidden, inputs, height, width])
            }
            let biases = try names.map { try scope($0).tensor("bias", [hidden]) }
            let changing = [0..<hidden, hidden + context..<inputs]
            hiddenWidth = hidden
            gates = Convolution2D(
                weight: .stacked(weights[..<2].map { $0.inputChannels(changing) }), bias: nil,
                padding: padding)
            candidate = Convolution2D(
                weight: weights[2].inputChannels(changing), bias: nil, padding: padding)
            self.context = Convolution2D(
                weight: .stacked(weights.map { $0.inputChannels([hidden..<hidden + context]) }),
                bias: .stacked(biases), padding: padding)
        }

        func contribution(of context: Tensor) -> Contribution {
            let joint = self.context(context)
            return Contribution(
                gates: joint.columns(0..<2 * hiddenWidth),
                candidate: joint.columns(2 * hiddenWidth..<3 * hiddenWidth))
        }

        func callAsFunction(_ hidden: Tensor, motion: Tensor, _ context: Contribution) -> Tensor {
            let gate = gates(.joined(hidden, motion), residual: context.gates, outer: .sigmoid)
            let reset = hidden.multiplied(by: gate, from: hiddenWidth)
            let proposal = candidate(.joined(reset, motion), residual: context.candidate, outer: .tanh)
            return hidden.mixed(with: proposal, gate: gate, from: 0)
        }
    }
}

extension Tensor {
    /// The given input channels of a convolution weight `[O, C, kh, kw]`, in that order.
    func inputChannels(_ ranges: [Range<Int>]) -> Tensor {
        let taps = shape[2] * shape[3]
        let count = ranges.reduce(0) { $0 + $1.count }
        let result = Tensor([shape[0], count, shape[2], shape[3]])
        var target = result.pointer
        for output in 0..<shape[0] {
            for range in ranges {
                target.update(
                    from: pointer + (output * shape[1] + range.lowerBound) * taps, count: range.count * taps)
                target += range.count * taps
            }
        }
        return withExtendedLifetime(self) { result }
    }
}
