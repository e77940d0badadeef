import Foundation
import Metrics
import Networks
import Tensor
import TestSupport
import Testing

/// Decisions that need no network, against the reference's.
@Suite struct DecisionTests {
    struct Moving: Decodable {
        let height, width, frames, count_num: Int
        let scores: [Double]
        let threshold: Double
        let moving: Bool
    }
    struct Logic: Decodable {
        let frame_indices_middle8: [String: [Int]]
        let sampling_interval_for_8fps: [[Double]]
        let dynamic_degree: [Moving]
    }
    struct Goldens: Decodable { let logic: Logic }

    func logic() throws -> Logic {
        let file = URL(fileURLWithPath: SharedParity.path("parity/metrics_vbench.json"))
        return try JSONDecoder().decode(Goldens.self, from: Data(contentsOf: file)).logic
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func framesAreChosenLikeTheReference() throws {
        for (frames, indices) in try logic().frame_indices_middle8 {
            #expect(MiddleFrames.indices(8, of: try #require(Int(frames))) == indices, "\(frames) frames")
        }
        struct Scoring: Decodable {
            struct Indices: Decodable {
                let frames, take: Int
                let indices: [Int]
            }
            let frame_indices: [Indices]
        }
        let file = URL(fileURLWithPath: SharedParity.path("parity/decoding/vbench_scoring.json"))
        for golden in try JSONDecoder().decode(Scoring.self, from: Data(contentsOf: file)).frame_indices {
            #expect(MiddleFrames.indices(golden.take, of: golden.frames) == golden.indices)
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func motionIsDecidedLikeTheReference() throws {
        for pair in try logic().sampling_interval_for_8fps {
            #expect(DynamicDegree.interval(framesPerSecond: pair[0]) == Int(pair[1]), "\(pair)")
        }
        for golden in try logic().dynamic_degree {
            #expect(DynamicDegree.requiredPairs(frames: golden.frames) == golden.count_num)
            let threshold = DynamicDegree.threshold(width: golden.width, height: golden.height)
            #expect(abs(threshold - golden.threshold) <= 1e-12 * threshold)
            guard !golden.scores.isEmpty else { continue }
            let rows: [Float] = golden.scores.flatMap { (score: Double) -> [Float] in [Float(score), 0] }
            let clip = StoredClipFeatures(
                sampleID: "clip",
                outline: ClipOutline(
                    width: golden.width, height: golden.height, frames: golden.frames, framesPerSecond: 8),
                frames: [.raftFlow8: Tensor([golden.scores.count, 2], rows)])
            #expect(try DynamicDegree(.binary).checkedScore(clip).value == (golden.moving ? 1 : 0))
        }
    }

    /// 16 frames of 256 pixels: more than 2 pairs above 3 pixels move, and so do ends more than 12 pixels apart.
    @Test(arguments: [
        (moving: 2, ends: [Float](repeating: 12, count: 2), isStatic: true),
        (moving: 3, ends: [0, 0], isStatic: false), (moving: 0, ends: [0, 12.1], isStatic: false),
    ])
    func staticClipsAreTold(moving: Int, ends: [Float], isStatic: Bool) throws {
        let pairs = [Float](repeating: 3.5, count: moving) + [Float](repeating: 3, count: 15 - moving)
        let clip = StoredClipFeatures(
            sampleID: "clip", outline: ClipOutline(width: 256, height: 300, frames: 16, framesPerSecond: 8),
            frames: [
                .raftStatic: Tensor([17, 1], pairs + ends),
                .pairMAE: Tensor([15, 1], [Float](repeating: 51, count: 15)),
            ])
        if isStatic {
            #expect(abs(try StaticTemporalFlickering().checkedScore(clip).value - 0.8) < 1e-12)
        } else {
            let error = #expect(throws: MetricError.self) {
                try StaticTemporalFlickering().checkedScore(clip)
            }
            #expect(error?.isOmission == true)
        }
    }

    @Test func labelsAreFoundInFrames() throws {
        func clip(_ key: FeatureKey, _ lines: [String], _ labels: ClipLabels) -> StoredClipFeatures {
            StoredClipFeatures(
                sampleID: "clip",
                outline: ClipOutline(width: 64, height: 64, frames: 16, framesPerSecond: 8), labels: labels,
                frames: [key: FeatureText.encode(lines)])
        }
        let seen = ["cat\nteddy bear", "a cat", "", "dog\ncat"]
        let objects = try ObjectConsistency().checkedScore(
            clip(.gritObjects, seen, ClipLabels(objects: ["cat"])))
        #expect(objects.value == 0.5 && objects.parts["success"] == [1, 0, 0, 1])
        let capitalised = try ObjectConsistency().checkedScore(
            clip(.gritObjects, seen, ClipLabels(objects: ["Teddy bear"])))
        #expect(capitalised.parts["success"] == [1, 0, 0, 0])
        let captions = ["a snowy forest", "a forest", "snow", "forest and snowy hills"]
        let labels = ClipLabels(scene: "snowy forest")
        let described = clip(.tag2textCaptions, captions, labels)
        let corrected = try SceneConsistency(.corrected).checkedScore(described)
        #expect(corrected.parts["success"] == [1, 0, 0, 1])
        let released = try SceneConsistency(.vbench).checkedScore(described)
        #expect(released.parts["success"] == [1, 1, 1, 0])
        for metric in [ObjectConsistency() as any PerVideoMetric, SceneConsistency(.vbench)] {
            let key = metric.descriptor.features[0]
            let error = #expect(throws: MetricError.self) {
                try metric.checkedScore(clip(key, [""], ClipLabels()))
            }
            #expect(error?.isOmission == true)
        }
    }

    @Test func textSurvivesAsFeatures() {
        let lines = ["", "naïve café 🐈", "teddy bear\ncat"]
        #expect(FeatureText.decode(FeatureText.encode(lines)) == lines)
    }
}
