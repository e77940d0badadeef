import Checkpoints
import Foundation
import Media
import Metrics
import Tensor
import Testing

/// Clips at the edge of what a metric is defined for, through the small networks.
@Suite(.serialized) struct ClipLimitsTests {
    static let extractors = FeatureExtractors(.demo, weights: { _ in SyntheticWeights() })
    static let frameKeys = Array(
        Set(
            MetricRegistry.all.flatMap(\.descriptor.features).filter(FeatureExtractors.describesFrames)))

    /// A clip with every feature that can be had of it; the others are missing.
    static func clip(_ frames: [RGBImage], announced: Int? = nil) throws -> (
        StoredClipFeatures, [FeatureKey: any Error]
    ) {
        var outline = ClipOutline(
            width: frames[0].width, height: frames[0].height, frames: announced ?? frames.count,
            framesPerSecond: 8)
        let accumulator = try extractors.begin(frameKeys, of: outline)
        accumulator.append(frames)
        let result = accumulator.finish()
        outline.frames = frames.count
        let labels = ClipLabels(objects: ["cat"], scene: "sky")
        let images: [FeatureKey] = [.clipOpenAIPIL, .dinoI2VImage]
        let prompts: [FeatureKey] = [.clipText77, .viclipText32]
        let long = String(repeating: "a very long prompt \u{1F408} ", count: 400)
        return (
            StoredClipFeatures(
                sampleID: "clip", outline: outline, labels: labels, frames: result.features,
                firstFrame: try Dictionary(
                    uniqueKeysWithValues: images.map { ($0, try extractors.feature($0, of: frames[0])) }),
                prompt: try Dictionary(
                    uniqueKeysWithValues: prompts.map { ($0, try extractors.feature($0, ofPrompt: long)) })),
            result.failures
        )
    }

    static func frames(_ count: Int, value: (Int, Int) -> UInt8) -> [RGBImage] {
        (0..<count).map { frame in
            RGBImage(width: 64, height: 64, pixels: (0..<64 * 64 * 3).map { value(frame, $0) })
        }
    }

    @Test(arguments: [0, 128, 255]) func stillVideosOfOneColourHaveTheirValues(level: UInt8) throws {
        let (clip, failures) = try Self.clip(Self.frames(16) { _, _ in level })
        #expect(failures.isEmpty)
        for metric in MetricRegistry.perVideo {
            let id = metric.descriptor.id
            if id == "temporal_flickering@static" { continue }
            let score = try metric.checkedScore(clip)
            #expect(score.value.isFinite, "\(id)")
            if ["temporal_flickering", "subject_consistency", "background_consistency"].contains(id) {
                #expect(abs(score.value - 1) < 1e-6, "\(id): \(score.value)")
            }
        }
    }

    @Test func veryShortClipsSayWhatTheyLack() throws {
        let (one, oneFailures) = try Self.clip(Self.frames(1) { UInt8(truncatingIfNeeded: $1 &* 7 &+ $0) })
        let needs = [
            "temporal_flickering": 2, "subject_consistency": 2, "background_consistency": 2,
            "motion_smoothness": 3, "dynamic_degree": 2, "dynamic_degree@flow": 2, "i2v_subject": 2,
            "isim_decay": 2, "temporal_flickering@static": 2,
        ]
        for metric in MetricRegistry.perVideo {
            let id = metric.descriptor.id
            guard let needed = needs[id] else {
                #expect(try metric.checkedScore(one).value.isFinite, "\(id)")
                continue
            }
            #expect(throws: MetricError.tooFewFrames(sample: "clip", metric: id, needed: needed, found: 1)) {
                try metric.checkedScore(one)
            }
        }
        let (two, _) = try Self.clip(Self.frames(2) { UInt8(truncatingIfNeeded: $1 &* 7 &+ $0) })
        #expect(
            throws: MetricError.tooFewFrames(sample: "clip", metric: "motion_smoothness", needed: 3, found: 2)
        ) {
            try MotionSmoothness().checkedScore(two)
        }
        // Two thinned frames or fewer always count as moving.
        #expect(try DynamicDegree(.binary).checkedScore(two).value == 1)
        for failures in [
            oneFailures, try Self.clip(Self.frames(15) { UInt8(truncatingIfNeeded: $0 + $1) }).1,
        ] {
            #expect(Set(failures.keys) == [.i3dTATS, .i3dStyleGANV, .c3dLogits])
            #expect(failures.values.allSatisfy { "\($0)".contains("at least 16 frames") })
        }
    }

    @Test func framesOfSeveralSizesFailForEveryNetwork() throws {
        let mixed =
            Self.frames(8) { UInt8(truncatingIfNeeded: $0 + $1) } + [
                RGBImage(width: 32, height: 64, pixels: [UInt8](repeating: 9, count: 32 * 64 * 3))
            ] + Self.frames(8) { UInt8(truncatingIfNeeded: $0 + $1) }
        let failures = try Self.clip(mixed).1
        for key in [
            FeatureKey.pairMAE, .clipOpenAIPIL, .dinoFloat, .raftFlow8, .amtMidpoints, .i3dTATS, .c3dLogits,
            .inceptionPool3,
        ] {
            #expect("\(failures[key].map { "\($0)" } ?? "")".contains("frames of one size"), "\(key)")
        }
    }

    @Test func aWrongNumberOfFramesIsNoticed() throws {
        let failures = try Self.clip(Self.frames(16) { UInt8(truncatingIfNeeded: $0 + $1) }, announced: 20).1
        let chosen: [FeatureKey] = [.viclipVideo8, .gritObjects, .tag2textCaptions]
        #expect(Set(failures.keys) == Set(chosen))
        #expect(failures.values.allSatisfy { ($0 as? UnexpectedFrameCount)?.found == 16 })
    }

    @Test func smallVideosAreRefusedWhereTheReferenceHasNoNumber() throws {
        let published = FeatureExtractors(weights: { _ in SyntheticWeights() })
        let outline = ClipOutline(width: 64, height: 120, frames: 3, framesPerSecond: 8)
        let accumulator = try published.begin([.raftFlow8, .amtMidpoints, .pairMAE], of: outline)
        accumulator.append(
            (0..<3).map { _ in
                RGBImage(width: 64, height: 120, pixels: [UInt8](repeating: 7, count: 64 * 120 * 3))
            })
        let result = accumulator.finish()
        #expect(result.features[.pairMAE] != nil)
        for key in [FeatureKey.raftFlow8, .amtMidpoints] {
            let text = "\(result.failures[key].map { "\($0)" } ?? "")"
            #expect(text.contains("at least 128 pixels") && text.contains("64×120"), "\(text)")
        }
    }
}
