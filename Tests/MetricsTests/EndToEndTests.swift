import Checkpoints
import Foundation
import Media
import Metrics
import TestSupport
import Tensor
import Testing

/// Real clips from file to score, with the published networks under synthetic weights.
@Suite(.serialized) struct EndToEndTests {
    struct Expected: Decodable {
        struct Consistency: Decodable {
            let score: Double
            let cos_previous, cos_first: [Double]
        }
        struct Flickering: Decodable {
            let score: Double
            let pair_mae: [Double]
        }
        struct Similarity: Decodable {
            let similarity: [Double]
            let first, avg, decay, slope_decay: Double
        }
        struct Text: Decodable {
            let text: String
            let score: Double
        }
        let temporal_flickering: Flickering
        let subject_consistency, background_consistency: Consistency
        let isim: Similarity
        let clipsim: Text
    }

    struct Goldens: Decodable {
        let per_video: [String: Expected]
        let dataset: [String: Double]
    }

    static let metrics: [any PerVideoMetric] = [
        TemporalFlickering(), SubjectConsistency(), BackgroundConsistency(), CLIPSIM(), ISIM(.first),
        ISIM(.average), ISIM(.decay),
    ]

    @Test(.enabled(if: SharedParity.isAvailable)) func scoresOfRealClipsMatchTheReference() throws {
        let path = SharedParity.path("parity/metrics_vbench.json")
        let goldens = try JSONDecoder().decode(
            Goldens.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        let extractors = FeatureExtractors(weights: { _ in SyntheticWeights() })
        var sums: [String: Double] = [:]
        for (number, expected) in goldens.per_video.sorted(by: { $0.key < $1.key }) {
            let name = number.count == 1 ? "0" + number : number
            let clip = try features(of: name, prompt: expected.clipsim.text, extractors)
            let scores = try Dictionary(
                uniqueKeysWithValues: Self.metrics.map { ($0.descriptor.id, try $0.checkedScore(clip)) })
            compare(scores, expected, clip: name)
            for (id, score) in scores { sums[id, default: 0] += score.value / 3 }
        }
        // Clips of equal length: the reference's frame-weighted aggregate is the mean of the videos.
        for id in ["temporal_flickering", "subject_consistency", "background_consistency"] {
            let difference = abs(sums[id]! - goldens.dataset[id]!)
            #expect(difference <= 2e-6, "\(id): \(difference)")
        }
    }

    private func features(of name: String, prompt: String, _ extractors: FeatureExtractors) throws
        -> StoredClipFeatures
    {
        let decoder = MediaDecoder()
        let folder = SharedParity.path("data/consisti2v_samples")
        let frames = try decoder.frames(at: "\(folder)/\(name).mp4")
        let outline = ClipOutline(
            width: frames[0].width, height: frames[0].height, frames: frames.count, framesPerSecond: 8)
        let accumulator = try extractors.begin(
            [.pairMAE, .clipVBenchFloat, .clipOpenAIPIL, .dinoFloat], of: outline)
        accumulator.append(frames)
        let image = try decoder.image(at: "\(folder)/\(name)_first_frame.jpg")
        return StoredClipFeatures(
            sampleID: name, outline: outline, frames: accumulator.finish().features,
            firstFrame: [.clipOpenAIPIL: try extractors.feature(.clipOpenAIPIL, of: image)],
            prompt: [.clipText77: try extractors.feature(.clipText77, ofPrompt: prompt)])
    }

    private func compare(_ scores: [String: VideoScore], _ expected: Expected, clip: String) {
        func check(_ id: String, _ part: String?, _ wanted: [Double], _ tolerance: Double) {
            let found = part.map { scores[id]?.parts[$0] ?? [] } ?? [scores[id]?.value ?? .nan]
            let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? .infinity
            print("\(clip) \(id) \(part ?? "score"): largest difference \(worst), tolerance \(tolerance)")
            #expect(
                found.count == wanted.count && worst <= tolerance,
                "\(clip) \(id) \(part ?? "score"): \(worst)")
        }
        check("temporal_flickering", nil, [expected.temporal_flickering.score], 1e-6)
        check("temporal_flickering", "pair_mae", expected.temporal_flickering.pair_mae, 1e-4)
        for (id, wanted) in [
            ("subject_consistency", expected.subject_consistency),
            ("background_consistency", expected.background_consistency),
        ] {
            check(id, nil, [wanted.score], 2e-6)
            check(id, "cos_previous", wanted.cos_previous, 2e-6)
            check(id, "cos_first", wanted.cos_first, 2e-6)
        }
        check("isim_first", nil, [expected.isim.first], 2e-6)
        check("isim_average", nil, [expected.isim.avg], 2e-6)
        check("isim_decay", nil, [expected.isim.decay], 2e-6)
        check("isim_decay", "similarity", expected.isim.similarity, 2e-6)
        check("isim_decay", "slope", [expected.isim.slope_decay], 2e-6)
        check("clipsim", nil, [expected.clipsim.score], 2e-6)
    }
}
