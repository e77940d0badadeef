import Benchmarks
import Checkpoints
import Foundation
import Generators
import Media
import Metrics
import Runner
import Store
import Synchronization
import Tensor

/// A number that several threads count up.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add(_ amount: Int = 1) { count.wrappingAdd(amount, ordering: .relaxed) }
}

/// Lines that several threads write.
final class Log: Sendable {
    private let text = Mutex<[String]>([])
    var lines: [String] { text.withLock { $0 } }
    func add(_ line: String) { text.withLock { $0.append(line) } }
}

/// Makes eight small frames from the request alone.
struct PatternGenerator: VideoGenerator {
    var name = "pattern"
    var failing: Set<String> = []
    var calls = Counter()
    var requests = Log()
    /// Called before every video, for example to interrupt.
    var before: @Sendable (Int) -> Void = { _ in }

    var identity: GeneratorIdentity {
        GeneratorIdentity(
            id: "pattern", version: 1, settings: ["name": name],
            weights: [WeightIdentity(provenance: .synthetic, name: "synthetic", sha256: "ab12")])
    }

    func generate(_ request: GenerationRequest, progress: (Int, Int) throws -> Void) throws -> GeneratedVideo
    {
        calls.add()
        requests.add("\(request.prompt) \(request.seed) \(request.firstFrame.pixels.hashValue)")
        before(calls.value)
        if failing.contains(request.prompt) { throw PatternError(prompt: request.prompt) }
        try progress(1, 1)
        let start = UInt8(truncatingIfNeeded: request.seed) &+ (name.utf8.first ?? 0)
        let frames = (0..<8).map { frame in
            var image = request.firstFrame
            for index in image.pixels.indices {
                image.pixels[index] &+= start &+ UInt8(frame) &* UInt8(truncatingIfNeeded: index % 5)
            }
            return image
        }
        return GeneratedVideo(
            frames: frames, framesPerSecond: 8, seconds: ["denoise": 0.25], flopsPerForward: 1e6)
    }
}

/// Makes the same videos several at a time.
struct BatchPatternGenerator: BatchGenerator {
    var single: PatternGenerator
    var videosAtOnce: Int

    var identity: GeneratorIdentity { single.identity }

    func generate(_ request: GenerationRequest, progress: (Int, Int) throws -> Void) throws -> GeneratedVideo
    {
        try single.generate(request, progress: progress)
    }

    func generate(_ requests: [GenerationRequest], progress: (Int, Int) throws -> Void) throws
        -> [GeneratedVideo]
    {
        try requests.map { try single.generate($0, progress: progress) }
    }
}

struct PatternError: Error, CustomStringConvertible {
    var prompt: String
    var description: String { "“\(prompt)” cannot be drawn" }
}

/// One feature: the mean of every frame's bytes; of a prompt, its length.
struct MeanFeatures: FeatureProvider {
    static let frameKey = FeatureKey(extractor: "mean", preprocessing: "bytes")
    static let promptKey = FeatureKey(extractor: "mean", preprocessing: "length")

    var forwards = Counter()
    var weights = "cd34"
    /// Whether frames have no features that are numbers.
    var isDamaged = false

    func component(for key: FeatureKey) -> PlannedMetric.Component? {
        PlannedMetric.Component(
            extractor: "mean", version: 1,
            weights: WeightIdentity(provenance: .synthetic, name: "synthetic", sha256: weights))
    }

    func describesFrames(_ key: FeatureKey) -> Bool { key == Self.frameKey }

    func dependsOnFrameRate(_ key: FeatureKey) -> Bool { false }

    var forwardCounts: [String: Int] { [:] }

    func frameFeatures(_ keys: [FeatureKey], of clip: ClipOutline) -> any FrameFeatureAccumulator {
        MeanAccumulator(keys: keys, forwards: forwards, isDamaged: isDamaged)
    }

    func feature(_ key: FeatureKey, of image: RGBImage) -> Tensor {
        forwards.add()
        return Tensor([1, 1], [mean(image)])
    }

    func feature(_ key: FeatureKey, ofPrompt prompt: String) -> Tensor {
        Tensor([1, 1], [Float(prompt.utf8.count)])
    }
}

private func mean(_ image: RGBImage) -> Float {
    Float(image.pixels.reduce(0) { $0 + Int($1) }) / Float(image.pixels.count)
}

private final class MeanAccumulator: FrameFeatureAccumulator {
    let keys: [FeatureKey]
    let forwards: Counter
    let isDamaged: Bool
    var means: [Float] = []

    init(keys: [FeatureKey], forwards: Counter, isDamaged: Bool) {
        self.keys = keys
        self.forwards = forwards
        self.isDamaged = isDamaged
    }

    func append(_ frames: [RGBImage]) {
        forwards.add(frames.count)
        means += frames.map { isDamaged ? .nan : mean($0) }
    }

    func finish() -> VideoFeatureAccumulator.Result {
        .init(features: [MeanFeatures.frameKey: Tensor([means.count, 1], means)], seconds: ["mean": 0.5])
    }
}

/// The mean over frames, or how far apart the frames' means lie.
struct MeanMetric: PerVideoMetric {
    enum Kind: String { case brightness, spread, wordiness, likeness }
    var kind: Kind

    var descriptor: MetricDescriptor {
        MetricDescriptor(
            id: kind.rawValue, version: 1, title: kind.rawValue.capitalized, range: -100_000...100_000,
            direction: .higher,
            inputs: kind == .wordiness ? [.prompt] : kind == .likeness ? [.firstFrame] : [],
            features: kind == .wordiness ? [MeanFeatures.promptKey] : [MeanFeatures.frameKey],
            source: "this test", displayScale: 1)
    }

    func score(_ clip: any ClipFeatures) throws -> VideoScore {
        switch kind {
        case .brightness:
            let values = try clip.frames(MeanFeatures.frameKey).values.map(Double.init)
            return VideoScore(value: values.reduce(0, +) / Double(values.count), parts: ["frames": values])
        case .spread:
            let values = try clip.frames(MeanFeatures.frameKey).values.map(Double.init)
            return VideoScore(value: (values.max() ?? 0) - (values.min() ?? 0))
        case .wordiness:
            return VideoScore(value: Double(try clip.prompt(MeanFeatures.promptKey).values[0]))
        case .likeness:
            let input = try clip.firstFrame(MeanFeatures.frameKey).values[0]
            return VideoScore(value: Double(try clip.frames(MeanFeatures.frameKey).values[0] - input))
        }
    }
}
