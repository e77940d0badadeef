import Media
import Networks
import Tensor

/// Flow of neighbouring frames, of thinned neighbours, and between the ends of a video.
///
/// Each frame is encoded once for every sequence that it is part of; pairs go through the network a few at a time.
final class FlowAccumulator: FeatureAccumulator {
    private let network: RAFT
    private let onForward: (Int) -> Void
    private let keys: Set<FeatureKey>
    private let interval: Int
    private var sequences: [Int: FlowSequence] = [:]
    private var first: RGBImage?
    private var last: RGBImage?
    private var seen = 0

    /// - Parameter interval: frames from one thinned frame to the next.
    init(keys: Set<FeatureKey>, interval: Int, network: RAFT, onForward: @escaping (Int) -> Void) {
        (self.keys, self.interval, self.network, self.onForward) = (keys, interval, network, onForward)
        if keys.contains(.raftFlow8) {
            sequences[interval] = FlowSequence(network: network, onForward: onForward)
        }
        if keys.contains(.raftStatic) {
            sequences[1] = sequences[1] ?? FlowSequence(network: network, onForward: onForward)
        }
    }

    func append(_ frames: [RGBImage]) throws {
        for frame in frames {
            if let first, (first.width, first.height) != (frame.width, frame.height) {
                throw MetricError.unsuitableFrames(
                    expected: "frames of one size",
                    found: "\(first.width)×\(first.height) and \(frame.width)×\(frame.height)")
            }
            for (step, sequence) in sequences where seen % step == 0 { try sequence.append(frame) }
            first = first ?? frame
            last = frame
            seen += 1
        }
    }

    func finish() throws -> [FeatureKey: Tensor] {
        for sequence in sequences.values { try sequence.flush() }
        var features: [FeatureKey: Tensor] = [:]
        if keys.contains(.raftFlow8), let pairs = sequences[interval]?.statistics {
            features[.raftFlow8] = Tensor([pairs.count, 2], pairs.flatMap { [$0.top5, $0.mean] })
        }
        if keys.contains(.raftStatic), let pairs = sequences[1]?.statistics {
            let ends = try endToEnd()
            features[.raftStatic] = Tensor([pairs.count + ends.count, 1], (pairs + ends).map(\.top2))
        }
        return features
    }

    /// From first to last frame, and back.
    private func endToEnd() throws -> [FlowStatistics] {
        guard let first, let last, seen > 1 else { return [] }
        let ends = FlowSequence(network: network, onForward: onForward)
        for frame in [first, last, first] { try ends.append(frame) }
        try ends.flush()
        return ends.statistics
    }
}

/// Flow from each frame to the next of one sequence.
final class FlowSequence {
    /// Bytes of correlations that are held at once.
    private static let correlationBytes = 64 << 20
    /// Bytes that the correlations of one pair may take where the network is not the published one.
    private static let correlationLimit = 2 << 30

    private let network: RAFT
    private let onForward: (Int) -> Void
    private var waiting: [RGBImage] = []
    /// The frame that the next pair starts from.
    private var previous: (features: Tensor, context: RAFTContext)?
    private(set) var statistics: [FlowStatistics] = []

    init(network: RAFT, onForward: @escaping (Int) -> Void) {
        (self.network, self.onForward) = (network, onForward)
    }

    func append(_ frame: RGBImage) throws {
        let least = network.config.smallestSide
        // Padding to multiples of n brings a side of least - (n - 1) there.
        guard min(frame.width, frame.height) > least - network.config.downsampling else {
            throw MetricError.tooSmall(
                expected: "padded sides of at least \(least) pixels for RAFT",
                found: "\(frame.width)×\(frame.height)")
        }
        try checkMemory(frame)
        waiting.append(frame)
        if waiting.count == batch(of: frame) { try flush() }
    }

    /// A network that finds flow on half of a frame's size, as the demo's does, correlates 256 times as many pairs of
    /// places as the published one.
    private func checkMemory(_ frame: RGBImage) throws {
        let unit = network.config.downsampling
        let bytes = correlations(of: frame)
        guard bytes > Self.correlationLimit, unit < RAFTConfig().downsampling else { return }
        let side = Int((Double(Self.correlationLimit) * 3 / 16).squareRoot().squareRoot()) * unit
        throw MetricError.unsuitableFrames(
            expected:
                "frames of at most \(side)×\(side) pixels or as many in another shape, as this RAFT correlates "
                + "every \(unit) pixels (official weights take larger ones; `i2vbench import --protocol consisti2v-256` "
                + "makes frames smaller)",
            found: "\(frame.width)×\(frame.height), which would take \(bytes >> 30) GiB")
    }

    func flush() throws {
        guard !waiting.isEmpty else { return }
        let frames = network.padded(
            .stacked(waiting.map { $0.tensor.reshaped([1, $0.height, $0.width, 3]) }))
        let count = waiting.count
        waiting.removeAll()
        let features = try network.features(frames)
        let context = try network.context(frames)
        if let previous { measure(previous.features, previous.context, features[0..<1]) }
        if count > 1 {
            measure(features[0..<count - 1], context[0..<count - 1], features[1..<count])
        }
        previous = (features[count - 1..<count].copy(), context[count - 1..<count])
    }

    private func measure(_ first: Tensor, _ context: RAFTContext, _ second: Tensor) {
        onForward(first.shape[0])
        let flow = network.flow(from: first, context, to: second).fine
        for pair in 0..<flow.shape[0] { statistics.append(FlowStatistics(flow[pair..<pair + 1])) }
    }

    /// Frames that are encoded together; a pyramid of correlations takes 4/3 of its finest level.
    private func batch(of frame: RGBImage) -> Int {
        max(1, min(8, Self.correlationBytes / correlations(of: frame)))
    }

    /// Bytes of the correlations of one pair.
    private func correlations(of frame: RGBImage) -> Int {
        let unit = network.config.downsampling
        let cells = ((frame.width + unit - 1) / unit) * ((frame.height + unit - 1) / unit)
        return cells * cells * 16 / 3
    }
}
