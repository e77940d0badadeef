import Benchmarks
import Foundation
import Generators
import Media
import Metrics
import Networks
import Store
import Tensor

/// What a plan still takes on this machine: exact counts, rough costs.
public struct PlanEstimate: Sendable, Hashable, Codable {
    public var samples: Int
    public var videos: Int
    /// Videos that are to be made or read.
    public var missingVideos: Int
    public var scores: Int
    public var missingScores: Int
    /// Wall seconds for making the missing videos.
    public var generationSeconds: Double
    /// Wall seconds for scoring.
    public var scoringSeconds: Double
    /// Highest resident memory, in bytes.
    public var memory: Int
    /// Bytes that videos and features will take.
    public var disk: Int

    /// - Parameter store: what is there already; its timings are better than any estimate.
    /// - Throws: `StoreError`.
    public init(_ resolved: ResolvedPlan, store: Store?) throws {
        let plan = resolved.plan
        samples = plan.selection.count
        videos = plan.videoCount
        scores = videos * resolved.metrics.count
        let known = try store.flatMap { store -> Known? in
            let hash = try plan.hash
            guard let run = try store.runs().first(where: { $0.planHash == hash }) else { return nil }
            return Known(
                units: try store.units(run: run.id), scores: try store.scores(run: run.id),
                timings: try store.timings(run: run.id))
        }
        let finished = known?.units.filter { $0.status == .finished } ?? []
        missingVideos = videos - finished.count
        let available = Set(resolved.metrics.map(\.descriptor.id))
        let settled = (known?.scores ?? [:]).values.joined()
            .count { $0.status != .failed && available.contains($0.metric) }
        missingScores = max(0, scores - settled)
        let rate = Self.measuredRate()
        generationSeconds = Self.generationSeconds(resolved, known: known, rate: rate)
        let frames = Self.framesPerVideo(resolved)
        let share = scores == 0 ? 0 : Double(missingScores) / Double(scores)
        scoringSeconds = share * Double(videos * frames) * Self.flopsPerFrame(resolved, frames: frames) / rate
        memory = Self.memory(resolved)
        disk = Self.disk(resolved, missing: missingVideos, frames: frames)
    }

    /// What the store holds of the plan.
    private struct Known {
        var units: [RunUnit]
        var scores: [Int64: [ScoreRecord]]
        var timings: [Int64: [Timing]]
    }
}

extension PlanEstimate {
    /// Operations a second of this machine's matrix products, of the better of a few runs.
    private static func measuredRate() -> Double {
        let (rows, width) = (512, 768)
        let weight = SyntheticMatrix.values(rows: width, columns: width)
        let linear = Linear(weight: weight, bias: nil)
        let input = SyntheticMatrix.values(rows: rows, columns: width)
        let clock = ContinuousClock()
        let fastest = (0..<5).map { _ in clock.measure { _ = linear(input) } }.min() ?? .seconds(1)
        // Networks reach about two thirds of a single product's rate.
        return 0.66 * 2 * Double(rows * width * width) / max(fastest / .seconds(1), 1e-6)
    }

    private static func generationSeconds(_ resolved: ResolvedPlan, known: Known?, rate: Double) -> Double {
        resolved.plan.variants.indices.reduce(0) { total, index in
            guard let cost = resolved.costs[index] else { return total }
            let units = known?.units.filter { $0.variant == index } ?? []
            let measured = units.compactMap { unit in
                known?.timings[unit.video]?.first { $0.stage == "generate" }?.seconds
            }
            let count =
                resolved.plan.selection.count * resolved.plan.seeds(of: resolved.plan.variants[index]).count
            let missing = Double(count - units.count { $0.status == .finished })
            let each =
                measured.isEmpty
                ? Double(cost.forwards) * cost.necessaryFlopsPerForward / rate
                : measured.reduce(0, +) / Double(measured.count)
            return total + missing * each
        }
    }

    /// Frames of a made video, or the mean that the finished files declare.
    private static func framesPerVideo(_ resolved: ResolvedPlan) -> Int {
        guard resolved.plan.variants.allSatisfy({ $0.kind == .imported }) else {
            return resolved.plan.suite.settings.frames
        }
        let declared = resolved.members.compactMap { member in
            member.sample.video.flatMap { try? VideoReader(path: $0).properties.declaredFrames }
        }
        guard !declared.isEmpty else { return resolved.plan.suite.settings.frames }
        return declared.reduce(0, +) / declared.count
    }

    /// Operations of the published networks for one video of 256×256 pixels, spread over its frames.
    private static func flopsPerFrame(_ resolved: ResolvedPlan, frames: Int) -> Double {
        guard resolved.plan.weights != "demo" else { return 1e6 }
        let keys = Set(resolved.metrics.flatMap(\.descriptor.features))
            .filter(resolved.features.describesFrames)
        let forms = Dictionary(grouping: keys, by: \.extractor).mapValues { Double($0.count) }
        return forms.reduce(1e6) { total, entry in
            let (extractor, forms) = entry
            if let cost = perFrame[extractor] {
                return total + cost * (shared.contains(extractor) ? 1 : forms)
            }
            return total + (perVideo[extractor] ?? 0) * forms / Double(max(1, frames))
        }
    }

    /// Operations for a frame (or a pair of frames), two per multiply-add.
    private static let perFrame: [String: Double] = [
        "clip_vit_b32": 8.7e9, "dino_vitb16": 35e9, "raft_things": 95e9, "amt_s": 10e9,
        "inception_v3_fid": 11.4e9,
    ]
    /// Operations for a video.
    private static let perVideo: [String: Double] = [
        "viclip_l14": 1.65e12, "i3d_k400": 0.11e12, "c3d_ucf101": 0.08e12, "grit_b": 16 * 0.2e12,
        "tag2text_swinb": 16 * 0.2e12,
    ]
    /// Networks whose features come from one forward, however many there are.
    private static let shared: Set<String> = ["raft_things", "inception_v3_fid"]

    private static func memory(_ resolved: ResolvedPlan) -> Int {
        var bytes = 100_000_000
        bytes += resolved.costs.indices.map { generatorMemory(resolved, variant: $0) }.max() ?? 0
        if resolved.plan.weights != "demo" {
            bytes += 4 * parameters(Set(resolved.metrics.flatMap(\.descriptor.features).map(\.extractor)))
        }
        return bytes
    }

    /// What a generator holds; only one is kept at a time.
    private static func generatorMemory(_ resolved: ResolvedPlan, variant: Int) -> Int {
        guard let cost = resolved.costs[variant] else { return 0 }
        // The decoder's widest maps, three of them at once, in 32-bit floats.
        let maps = 3 * 4 * 128 * cost.frames * cost.width * cost.height
        guard cost.flopsPerForward > 1e12 else { return maps }
        let generator = try? GeneratorRegistry.generator(resolved.plan.variants[variant].generator.id)
        return maps + 4 * parameters(generator?.descriptor.networks ?? [])
    }

    private static func parameters(_ networks: some Sequence<String>) -> Int {
        networks.reduce(0) { $0 + ((try? NetworkRegistry.network($1))?.parameters ?? 0) }
    }

    /// Compressed videos take about a tenth of a byte per pixel and frame at the default quality.
    private static func disk(_ resolved: ResolvedPlan, missing: Int, frames: Int) -> Int {
        let settings = resolved.plan.suite.settings
        let pixels = Double(frames * settings.width * settings.height)
        let made = resolved.plan.variants.contains { $0.kind != .imported }
        let perPixel =
            switch resolved.encoding {
            case .h264: 0.2
            case .ffv1, .pngFolder: 1.8
            }
        let features = Set(resolved.metrics.flatMap(\.descriptor.allFeatures)).count * frames * 768 * 4
        return missing * (Int(made ? pixels * perPixel : 0) + features)
    }
}

/// A matrix without denormals or zeros to time products with.
private enum SyntheticMatrix {
    static func values(rows: Int, columns: Int) -> Tensor {
        Tensor([rows, columns], (0..<rows * columns).map { Float($0 % 97) / 97 - 0.5 })
    }
}
