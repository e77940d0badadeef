import Checkpoints
import Tensor

/// AMT: the frame between two frames, from flows that are refined by all-pairs correlations.
///
/// Shapes: pairs of frames `[B, H, W, 3]` in [0, 1] to `[B, H, W, 3]` in [0, 1]. Sides (after scaling) are multiples
/// of 16 and at least `config.smallestSide` (the published code gives NaN below). Entries of a batch do not touch
/// each other.
/// Source: Li et al. 2023 (arXiv 2304.09790), AMT-S.
/// Differs: correlations are read by direct index arithmetic. Every pair is encoded anew, as the mean that is
/// subtracted is the pair's: with zero padding, features of a frame under another mean are not the same.
public struct AMT: Network {
    public static let name = "amt_s"

    public let config: AMTConfig
    private let featureEncoder: AMTFeatureEncoder
    private let encoder: AMTPyramidEncoder
    /// For the levels 4, 3, 2 and 1.
    private let decoders: [AMTDecoder]
    /// For the levels 4, 3 and 2.
    private let updates: [AMTUpdate]
    private let combination: [Convolution2D]

    public init(_ config: AMTConfig, weights: WeightScope) throws {
        try config.validate()
        self.config = config
        featureEncoder = try AMTFeatureEncoder(weights("feat_encoder"), config)
        encoder = try AMTPyramidEncoder(weights("encoder"), config)
        let (widths, fields) = (config.pyramidWidths, config.fields)
        decoders = try [3, 2, 1, 0].map { level in
            let isFirst = level == 3
            return try AMTDecoder(
                weights("decoder\(level + 1)"), input: isFirst ? 2 * widths[3] + 1 : 3 * widths[level] + 4,
                width: (isFirst ? 2 : 3) * widths[level],
                output: level == 0 ? 8 * fields : 4 + widths[level - 1], side: config.sideWidth)
        }
        updates = try [3, 2, 1].map { level in
            try AMTUpdate(
                weights("update\(level + 1)"), config, features: widths[level - 1], factor: 1 << (3 - level))
        }
        let block = weights("comb_block")
        combination = [
            Convolution2D(
                weight: try block(0).tensor("weight", [6 * fields, 3 * fields, 3, 3]),
                bias: try block(0).tensor("bias", [6 * fields]), padding: .all(1),
                slopes: try block(1).tensor("weight", [6 * fields])),
            try Convolution2D(block(2), input: 6 * fields, output: 3, kernel: 3, padding: .all(1)),
        ]
    }

    /// The frames between those of `first` and `second`.
    ///
    /// - Parameter time: where between the two, in (0, 1).
    /// - Parameter scale: the size at which flows are sought, relative to the frames'.
    /// - Throws: `NetworkError.input` for frames of two sizes, or of sides that the network does not take.
    public func callAsFunction(
        between first: Tensor, and second: Tensor, time: Float = 0.5, scale: Double = 1, trace: Trace? = nil
    ) throws -> Tensor {
        let (height, width) = try workingSize(first, second, scale: scale)
        precondition(time > 0 && time < 1, "time \(time)")
        let means = Self.means(first, second)
        let (near, far) = (first.centred(means), second.centred(means))
        var candidates = candidates(
            near.resizedBilinear(height: height, width: width),
            far.resizedBilinear(height: height, width: width), time: time, trace: trace)
        trace?.recordImages("flow0_1", candidates.toFirst)
        trace?.recordImages("mask", candidates.masks)
        trace?.recordImages("img_res", candidates.residuals)
        if height != first.shape[1] || width != first.shape[2] {
            candidates = candidates.resized(
                height: first.shape[1], width: first.shape[2], factor: Float(1 / scale))
        }
        let blended = candidates.blended(near, far, means: means)
        let correction = combination[1](combination[0](blended))
        return Self.clampedMean(of: blended, fields: config.fields, plus: correction)
    }

    /// From coarse to fine: decoders, each but the last followed by an update.
    private func candidates(_ near: Tensor, _ far: Tensor, time: Float, trace: Trace?) -> AMTCandidates {
        let batch = near.shape[0]
        let both = Tensor.stacked([near, far])
        let features = featureEncoder(both)
        let correlations = AMTCorrelations(
            features[0..<batch], features[batch..<2 * batch], levels: config.correlationLevels)
        let pyramid = encoder(both)
        trace?.recordImages("fmap", features)
        trace?.recordImages("enc1", pyramid[0])
        trace?.recordImages("enc4", pyramid[3])
        var flows: AMTFlows?
        for (step, level) in [3, 2, 1].enumerated() {
            let (ours, theirs) = (pyramid[level][0..<batch], pyramid[level][batch..<2 * batch])
            let input =
                flows.map { Self.decoderInput($0, ours, theirs) }
                ?? .joined([ours, theirs, Tensor(ours.shape.dropLast() + [1], filledWith: time)])
            let decoded = AMTFlows(decoders[step](input), onto: flows)
            flows = updates[step](decoded, correlations, time: time)
            trace?.recordImages("flow0_\(level + 1)", flows!.toFirst)
            trace?.recordImages("flow1_\(level + 1)", flows!.toSecond)
            trace?.recordImages("ft_\(level)", flows!.features)
        }
        let last = Self.decoderInput(flows!, pyramid[0][0..<batch], pyramid[0][batch..<2 * batch])
        return AMTCandidates(decoders[3](last), fields: config.fields, onto: flows!)
    }

    private static func decoderInput(_ flows: AMTFlows, _ ours: Tensor, _ theirs: Tensor) -> Tensor {
        .joined([
            flows.features, ours.warped(by: flows.toFirst), theirs.warped(by: flows.toSecond), flows.joined,
        ])
    }

    /// One mean for every pair, over both frames, all pixels and channels.
    private static func means(_ first: Tensor, _ second: Tensor) -> [Float] {
        let each = first.count / first.shape[0]
        return (0..<first.shape[0]).map { entry in
            var sum = 0.0
            for frame in [first, second] {
                for index in entry * each..<(entry + 1) * each { sum += Double(frame.pointer[index]) }
            }
            return Float(sum / Double(2 * each))
        }
    }

    /// The mean of the K candidates `[B, H, W, 3K]` and a correction `[B, H, W, 3]`, within [0, 1].
    private static func clampedMean(of candidates: Tensor, fields: Int, plus correction: Tensor) -> Tensor {
        let result = Tensor(correction.shape)
        Parallel.ranges(correction.rows, grain: 1 << 12) { pixels in
            for pixel in pixels {
                for channel in 0..<3 {
                    var sum: Float = 0
                    for field in 0..<fields {
                        sum += candidates.pointer[(pixel * fields + field) * 3 + channel]
                    }
                    let value = sum / Float(fields) + correction.pointer[pixel * 3 + channel]
                    // Not `max` and `min`, which would turn no number into one.
                    result.pointer[pixel * 3 + channel] = value < 0 ? 0 : value > 1 ? 1 : value
                }
            }
        }
        return result
    }

    /// The size at which flows are sought.
    private func workingSize(_ first: Tensor, _ second: Tensor, scale: Double) throws -> (Int, Int) {
        guard first.rank == 4, first.shape[0] > 0, first.shape == second.shape, first.shape[3] == 3 else {
            throw NetworkError.input(
                network: Self.name, expected: "pairs of frames of one size, 3 channels",
                found: "\(first.shape) and \(second.shape) (B, H, W, C)")
        }
        let sides = first.shape[1...2].map { Int((Double($0) * scale).rounded(.down)) }
        let (unit, least) = (AMTConfig.unit, config.smallestSide)
        guard scale > 0, sides.allSatisfy({ $0 % unit == 0 && $0 >= least }) else {
            throw NetworkError.input(
                network: Self.name,
                expected: "frames whose padded sides are multiples of \(unit) and at least \(least) pixels "
                    + "(\(config.correlationLevels) correlation levels need them)",
                found:
                    "\(sides[0])×\(sides[1]) pixels (\(first.shape[1])×\(first.shape[2]) at scale \(scale))")
        }
        return (sides[0], sides[1])
    }
}

extension Tensor {
    /// Entry b minus `means[b]`.
    fileprivate func centred(_ means: [Float]) -> Tensor {
        .stacked(means.enumerated().map { entry, mean in self[entry..<entry + 1].mapped { $0 - mean } })
    }
}
