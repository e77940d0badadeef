import Benchmarks
import Checkpoints
import Generators
import Hashing
import Media
import Metrics
import Networks

extension MetricValidation {
    /// What a set of videos stands beside.
    private enum Comparison: String, CaseIterable {
        case real = "the clips themselves"
        case generated
        case copies = "copies of the first frame"
        case shuffled = "generated, frames in another order"
        case noise = "noise after the first frame"
    }

    /// Metrics of sets that a generator is judged by here.
    public static let generatorMetrics = ["fvd@i3d-tats", "fid@inception-2015"]

    /// Videos that go through `generatorTable`.
    public var generatedCount: Int { clips.count }

    /// What a generator makes of the clips' first frames and captions, beside sets that are wrong in known ways.
    ///
    /// Metrics compare every set with other clips of the test split. Seeds are those of a run with seed 0.
    ///
    /// - Parameter progress: called with the number of generated videos.
    /// - Throws: what the generator and the networks throw, `MetricError`.
    public func generatorTable(
        _ generator: any VideoGenerator, progress: (Int) -> Void = { _ in }
    ) throws -> GeneratorTable {
        let generated = try clips.enumerated().map { index, clip in
            let video = try generator.generate(
                GenerationRequest(
                    firstFrame: clip.frame(0), prompt: clip.caption,
                    seed: SampleSeed.derive(planSeed: 0, sampleID: clip.id))
            ) { _, _ in }
            progress(index + 1)
            return video.frames
        }
        let metrics = try Self.generatorMetrics.map { try MetricRegistry.metric($0) }
        let real = ValidationSet("reference clips", try features(of: metrics, reference) { $0.frames })
        let raft = try RAFT.load(.demo, from: locator.weights(for: RAFT.name, .demo))
        let rows = try Comparison.allCases.map { comparison in
            let videos = clips.indices.map { frames(comparison, $0, generated[$0]) }
            let scored = try features(of: metrics, clips) { videos[$0.index] }
            let checks = zip(videos, clips).map { MotionCheck($0, clip: $1) }
            let flows = try zip(videos, clips).map {
                try FlowDirection($0, clip: $1, network: raft)
            }
            return GeneratorTable.Row(
                name: comparison.rawValue, values: try values(of: metrics, scored, real),
                goingRight: checks.filter(\.goesTheRightWay).count,
                moving: checks.filter(\.movesAsItShould).count,
                rightByFlow: flows.filter(\.isRight).count,
                surelyByFlow: flows.filter(\.isSure).count)
        }
        var weights: [String: Provenance] = [:]
        for metric in metrics { weights[metric.descriptor.id] = try provenance(of: metric) }
        return GeneratorTable(
            metrics: Self.generatorMetrics, weights: weights, videos: clips.count,
            referenceClips: reference.count, rows: rows)
    }

    private func frames(_ comparison: Comparison, _ index: Int, _ generated: [RGBImage]) -> [RGBImage] {
        let first = generated[0]
        switch comparison {
        case .real: return clips[index].frames(size.frames)
        case .generated: return generated
        case .copies: return Array(repeating: first, count: generated.count)
        case .shuffled:
            return ClipCorruption.shuffle.applied(to: generated, degree: 1, other: [], seed: UInt64(index))
        case .noise:
            return [first]
                + generated.indices.dropFirst().map { frame in
                    .uniformNoise(
                        width: size.width, height: size.height,
                        seed: UInt64(index * generated.count + frame))
                }
        }
    }
}
