import Checkpoints
import Foundation
import Media
import Metrics
import Synchronization
import TestSupport
import Testing

/// Real clips from file to the scores of RAFT, AMT-S, ViCLIP and VBench-I2V's DINO, with synthetic weights.
@Suite(.serialized) struct MotionEndToEndTests {
    struct Expected: Decodable {
        struct Dynamic: Decodable {
            let score, threshold: Double
            let top5, mean_magnitude: [Double]
        }
        struct Smoothness: Decodable {
            let score: Double
            let pair_mae: [Double]
        }
        struct Text: Decodable {
            let text: String
            let score: Double
        }
        struct Subject: Decodable {
            let score: Double
            let cos_input, cos_previous: [Double]
        }
        let dynamic_degree: Dynamic
        let motion_smoothness: Smoothness
        let overall_consistency: Text
        let i2v_subject: Subject
    }

    struct Goldens: Decodable { let per_video: [String: Expected] }

    static let frameKeys: [FeatureKey] = [.raftFlow8, .amtMidpoints, .viclipVideo8, .dinoI2VFrame]

    static func weights(_ network: String) -> any WeightSource {
        switch network {
        case "raft_things": ScaledWeights.raft
        case "amt_s": ScaledWeights.amt
        default: SyntheticWeights()
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func scoresOfRealClipsMatchTheReference() throws {
        let goldens = try JSONDecoder().decode(
            Goldens.self,
            from: Data(contentsOf: URL(fileURLWithPath: SharedParity.path("parity/metrics_vbench.json"))))
        let inputs = Mutex<[String: Int]>([:])
        let extractors = FeatureExtractors(weights: Self.weights) { network, count in
            inputs.withLock { $0[network, default: 0] += count }
        }
        for (number, expected) in goldens.per_video.sorted(by: { $0.key < $1.key }) {
            let name = number.count == 1 ? "0" + number : number
            let clip = try features(of: name, prompt: expected.overall_consistency.text, extractors)
            try check(DynamicDegree(.binary), nil, [expected.dynamic_degree.score], 0, clip)
            try check(DynamicDegree(.flow), "top5", expected.dynamic_degree.top5, 1e-3, clip)
            try check(
                DynamicDegree(.flow), "mean_magnitude", expected.dynamic_degree.mean_magnitude, 1e-3, clip)
            try check(MotionSmoothness(), nil, [expected.motion_smoothness.score], 4e-6, clip)
            try check(MotionSmoothness(), "pair_mae", expected.motion_smoothness.pair_mae, 1e-3, clip)
            try check(OverallConsistency(), nil, [expected.overall_consistency.score], 5e-6, clip)
            try check(I2VSubject(), nil, [expected.i2v_subject.score], 2e-6, clip)
            try check(I2VSubject(), "cos_image", expected.i2v_subject.cos_input, 2e-6, clip)
            try check(I2VSubject(), "cos_previous", expected.i2v_subject.cos_previous, 2e-6, clip)
        }
        // Three clips of 16 frames: 15 pairs, 7 interpolations, one clip and one prompt, 16 frames and one image.
        #expect(
            inputs.withLock { $0 } == [
                "raft_things": 45, "amt_s": 21, "viclip_l14": 6, "dino_vitb16": 51,
            ])
    }

    private func features(of name: String, prompt: String, _ extractors: FeatureExtractors) throws
        -> StoredClipFeatures
    {
        let decoder = MediaDecoder()
        let folder = SharedParity.path("data/consisti2v_samples")
        let frames = try decoder.frames(at: "\(folder)/\(name).mp4")
        let outline = ClipOutline(
            width: frames[0].width, height: frames[0].height, frames: frames.count, framesPerSecond: 8)
        let accumulator = try extractors.begin(Self.frameKeys, of: outline)
        // In pieces, as a reader delivers them.
        for start in stride(from: 0, to: frames.count, by: 5) {
            accumulator.append(Array(frames[start..<min(start + 5, frames.count)]))
        }
        let result = accumulator.finish()
        #expect(result.failures.isEmpty)
        let image = try decoder.image(at: "\(folder)/\(name)_first_frame.jpg")
        return StoredClipFeatures(
            sampleID: name, outline: outline, frames: result.features,
            firstFrame: [.dinoI2VImage: try extractors.feature(.dinoI2VImage, of: image)],
            prompt: [.viclipText32: try extractors.feature(.viclipText32, ofPrompt: prompt)])
    }

    private func check(
        _ metric: any PerVideoMetric, _ part: String?, _ wanted: [Double], _ tolerance: Double,
        _ clip: StoredClipFeatures
    ) throws {
        let score = try metric.checkedScore(clip)
        let found = part.map { score.parts[$0] ?? [] } ?? [score.value]
        let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? .infinity
        let id = "\(clip.sampleID) \(metric.descriptor.id) \(part ?? "score")"
        print("\(id): largest difference \(worst), tolerance \(tolerance)")
        #expect(found.count == wanted.count && worst <= tolerance, "\(id): \(worst)")
    }
}
