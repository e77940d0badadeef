import Checkpoints
import Tensor

/// RAFT: optical flow by looking up, again and again, how well the present guess matches.
///
/// Frames are encoded one by one, so a clip's frames need encoding once although they belong to two pairs:
/// `features` for every frame, `context` for those that are first in a pair, then `flow` between any two.
/// Shapes: frames `[B, H, W, 3]`, RGB 0…255, sides multiples of `config.downsampling`, 8 as published, and at least
/// `config.smallestSide` (the published code gives NaN below). Entries of a batch do not touch each other.
/// Source: Teed and Deng 2020 (arXiv 2003.12039), the full model trained on FlyingThings.
/// Differs: correlations are read by direct index arithmetic; the context's part of the recurrent unit's convolutions
/// is added as one sum.
public struct RAFT: Network {
    public static let name = "raft_things"
    /// Iterations of every use in VBench.
    public static let iterations = 20

    public let config: RAFTConfig
    private let featureEncoder: RAFTEncoder
    private let contextEncoder: RAFTEncoder
    private let update: RAFTUpdate

    public init(_ config: RAFTConfig, weights: WeightScope) throws {
        try config.validate()
        self.config = config
        featureEncoder = try RAFTEncoder(
            weights("fnet"), widths: config.stageWidths, strides: config.stageStrides,
            output: config.featureWidth, normalization: .instance)
        contextEncoder = try RAFTEncoder(
            weights("cnet"), widths: config.stageWidths, strides: config.stageStrides,
            output: config.hiddenWidth + config.contextWidth, normalization: .batch)
        update = try RAFTUpdate(weights("update_block"), config)
    }

    /// What is correlated of each frame, `[B, H/n, W/n, D]`, n = `config.downsampling`.
    ///
    /// - Throws: `NetworkError.input` for frames whose sides are too small or no multiples of n.
    public func features(_ frames: Tensor) throws -> Tensor {
        try check(frames)
        return featureEncoder(Self.normalised(frames))
    }

    /// State and context of each frame that is the first of a pair.
    ///
    /// - Throws: as `features`.
    public func context(_ frames: Tensor) throws -> RAFTContext {
        try check(frames)
        let both = contextEncoder(Self.normalised(frames))
        let context = both.columns(config.hiddenWidth..<both.width).activated(.relu)
        return RAFTContext(
            hidden: both.columns(0..<config.hiddenWidth).activated(.tanh), context: context,
            contributions: update.unit.contributions(of: context))
    }

    /// Flow from frames with the features `first` and their context to frames with the features `second`.
    ///
    /// Cost: `B · (H·W/n²)²` correlations are held.
    public func flow(
        from first: Tensor, _ context: RAFTContext, to second: Tensor, iterations: Int = RAFT.iterations,
        trace: Trace? = nil
    ) -> RAFTFlow {
        precondition(iterations > 0, "\(iterations) iterations")
        let pairs = first.shape[0]
        if trace == nil && pairs > 1 && runsPairsSideBySide(at: first) {
            let flows = Parallel.map(pairs, lanes: Compute.current.threads) { pair in
                let one = pair..<pair + 1
                return self.flow(from: first[one], context[one], to: second[one], iterations: iterations)
            }
            return RAFTFlow(coarse: .stacked(flows.map(\.coarse)), fine: .stacked(flows.map(\.fine)))
        }
        let pyramid = CorrelationPyramid(
            queries: first, targets: second, levels: config.correlationLevels,
            scale: 1 / Float(config.featureWidth).squareRoot())
        trace?.recordStart(first, second, context, pyramid)
        var flow = Tensor(first.shape.dropLast() + [2], filledWith: 0)
        var hidden = context.hidden
        for iteration in 1...iterations {
            let lookup = pyramid.lookup(flow, radius: config.correlationRadius)
            let motion = update.motion(lookup, flow: flow)
            hidden = update.unit(hidden, motion: motion, context.contributions)
            flow = update.flow(hidden, correcting: flow)
            guard let trace else { continue }
            let mask = update.mask(hidden)
            if iteration == 1 { trace.recordFirst(lookup, motion, hidden, mask) }
            trace.recordImages("flow_low.iter\(iteration)", flow)
            trace.recordImages("flow_up.iter\(iteration)", upsampled(flow, mask: mask))
        }
        return RAFTFlow(coarse: flow, fine: upsampled(flow, mask: update.mask(hidden)))
    }

    /// Flow from each frame of `first` to that of `second`.
    ///
    /// - Throws: `NetworkError.input` for frames of two sizes, or as `features`.
    public func callAsFunction(
        from first: Tensor, to second: Tensor, iterations: Int = RAFT.iterations, trace: Trace? = nil
    ) throws -> RAFTFlow {
        guard first.shape == second.shape else {
            throw NetworkError.input(
                network: Self.name, expected: "pairs of frames of one size",
                found: "\(first.shape) and \(second.shape) (B, H, W, C)")
        }
        return flow(
            from: try features(first), try context(first), to: try features(second), iterations: iterations,
            trace: trace)
    }

    /// Whether operations on one pair are too small to be worth sharing out, and its correlations fit a cache.
    private func runsPairsSideBySide(at features: Tensor) -> Bool {
        features.shape[1] * features.shape[2] * config.hiddenWidth * config.hiddenWidth < 1 << 21
    }

    private func upsampled(_ flow: Tensor, mask: Tensor) -> Tensor {
        flow.upsampledConvexly(by: config.downsampling, mask: mask)
    }

    private static func normalised(_ frames: Tensor) -> Tensor { frames.mapped { 2 * ($0 / 255) - 1 } }

    private func check(_ frames: Tensor) throws {
        let (unit, least) = (config.downsampling, config.smallestSide)
        guard frames.rank == 4, frames.shape[0] > 0, frames.shape[3] == 3,
            frames.shape[1...2].allSatisfy({ $0 % unit == 0 && $0 >= least })
        else {
            throw NetworkError.input(
                network: Self.name,
                expected: "frames whose padded sides are multiples of \(unit) and at least \(least) pixels "
                    + "(\(config.correlationLevels) correlation levels need them), 3 channels",
                found: "shape \(frames.shape) (B, H, W, C)")
        }
    }
}

extension Trace {
    fileprivate func recordStart(
        _ first: Tensor, _ second: Tensor, _ context: RAFTContext, _ pyramid: CorrelationPyramid
    ) {
        recordImages("fmap1", first)
        recordImages("fmap2", second)
        recordImages("net0", context.hidden)
        recordImages("inp0", context.context)
        for level in 0..<pyramid.levels { record("corr.level\(level)", pyramid.maps(level: level)) }
    }

    fileprivate func recordFirst(_ lookup: Tensor, _ motion: Tensor, _ hidden: Tensor, _ mask: Tensor) {
        recordImages("lookup.zero", lookup)
        recordImages("update.motion", motion)
        recordImages("update.net1", hidden)
        recordImages("update.mask", mask)
    }
}
