import Checkpoints
import Foundation
import Media
import Metrics
import Networks
import Tensor
import TestSupport
import Testing

/// What the trainings of the demo's networks computed, against the product with the same frames and weights.
private struct DemoGolden {
    let file: GoldenFile

    init(_ network: String) throws {
        let name = "Fixtures/demo_\(network).safetensors"
        file = try GoldenFile(path: Bundle.module.bundleURL.appendingPathComponent(name).path)
    }

    /// Frames `[N, H, W, 3]` or clips `[N, F, H, W, 3]`, one list for each N.
    func clips(_ name: String = "frames") -> [[RGBImage]] {
        let shape = file.shape(name)
        let (height, width) = (shape[shape.count - 3], shape[shape.count - 2])
        let bytes = file.tensor(name).values.map { UInt8($0) }
        let frames = stride(from: 0, to: bytes.count, by: height * width * 3).map {
            RGBImage(width: width, height: height, pixels: Array(bytes[$0..<$0 + height * width * 3]))
        }
        let each = shape.count == 5 ? shape[1] : 1
        return stride(from: 0, to: frames.count, by: each).map { Array(frames[$0..<$0 + each]) }
    }

    /// Frames `[B, H, W, 3]`, RGB 0…255.
    func images(_ name: String) -> Tensor { file.tensor(name) }

    func lines(_ name: String) -> [String] {
        String(decoding: file.tensor(name).values.map { UInt8($0) }, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// - Parameter rows: what was computed, one row each.
    func compare(_ name: String, _ rows: [Tensor], tolerance: Float) {
        let closeness = Closeness(name, .stacked(rows), file.tensor(name), tolerance: tolerance)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }
}

@Suite struct DemoWeightsTests {
    private static let locator = WeightLocator(
        environment: [:], home: URL(fileURLWithPath: "/nowhere"), demoFolder: DemoWeights.folder)
    private static let extractors = FeatureExtractors(.demo) { try locator.weights(for: $0, .demo) }

    private func features(_ key: FeatureKey, of clips: [[RGBImage]]) throws -> [Tensor] {
        try clips.map { frames in
            let outline = ClipOutline(
                width: frames[0].width, height: frames[0].height, frames: frames.count, framesPerSecond: 8)
            let accumulator = try Self.extractors.begin([key], of: outline)
            accumulator.append(frames)
            return try #require(accumulator.finish().features[key])
        }
    }

    @Test(arguments: [
        "clip_vit_b32", "inception_v3_fid", "i3d_k400", "c3d_ucf101", "c3d_mean", "dino_vitb16",
        "viclip_l14", "tag2text_swinb", "raft_things", "amt_s", "grit_b",
    ])
    func theyAreTheDemosOwn(network: String) throws {
        let identity = try Self.locator.weights(for: network, .demo).identity
        #expect(identity.provenance == .demo && identity.name == "\(network).safetensors")
    }

    @Test func clipMatchesItsTraining() throws {
        let golden = try DemoGolden("clip_vit_b32")
        golden.compare("image.features", try features(.clipVBenchFloat, of: golden.clips()), tolerance: 3e-5)
        golden.compare("image.features", try features(.clipOpenAIPIL, of: golden.clips()), tolerance: 3e-5)
        let texts = try golden.lines("captions").map {
            try Self.extractors.feature(.clipText77, ofPrompt: $0)
        }
        golden.compare("text.features", texts, tolerance: 3e-5)
    }

    @Test func viclipMatchesItsTraining() throws {
        let golden = try DemoGolden("viclip_l14")
        golden.compare("video.features", try features(.viclipVideo8, of: golden.clips()), tolerance: 3e-5)
        let texts = try golden.lines("captions").map {
            try Self.extractors.feature(.viclipText32, ofPrompt: $0)
        }
        golden.compare("text.features", texts, tolerance: 3e-5)
    }

    @Test func dinoMatchesItsTraining() throws {
        let golden = try DemoGolden("dino_vitb16")
        golden.compare("cls", try features(.dinoFloat, of: golden.clips()), tolerance: 3e-5)
    }

    @Test func inceptionMatchesItsTraining() throws {
        let golden = try DemoGolden("inception_v3_fid")
        golden.compare("pool3", try features(.inceptionPool3, of: golden.clips()), tolerance: 3e-5)
    }

    @Test func i3dMatchesItsTraining() throws {
        let golden = try DemoGolden("i3d_k400")
        golden.compare("logits", try features(.i3dTATS, of: golden.clips()), tolerance: 1e-4)
    }

    @Test func c3dMatchesItsTraining() throws {
        let golden = try DemoGolden("c3d_ucf101")
        golden.compare("fc8", try features(.c3dLogits, of: golden.clips()), tolerance: 1e-4)
    }

    @Test func raftMatchesItsTraining() throws {
        let golden = try DemoGolden("raft_things")
        let network = try RAFT.load(.demo, from: Self.locator.weights(for: RAFT.name, .demo))
        let flow = try network(from: golden.images("first"), to: golden.images("second"))
        golden.compare("flow_low", [flow.coarse.transposed([0, 3, 1, 2])], tolerance: 1e-4)
        golden.compare("flow_up", [flow.fine.transposed([0, 3, 1, 2])], tolerance: 1e-4)
    }

    @Test func amtMatchesItsTraining() throws {
        let golden = try DemoGolden("amt_s")
        let network = try AMT.load(.demo, from: Self.locator.weights(for: AMT.name, .demo))
        func frames(_ name: String) -> Tensor { golden.images(name).mapped { $0 / 255 } }
        let between = try network(between: frames("first"), and: frames("second"))
        golden.compare("imgt_pred", [between.transposed([0, 3, 1, 2])], tolerance: 1e-5)
    }

    @Test func tag2textMatchesItsTraining() throws {
        let golden = try DemoGolden("tag2text_swinb")
        let network = try Tag2Text.load(.demo, from: Self.locator.weights(for: Tag2Text.name, .demo))
        let captions = try ImageCaptioner(network: network)(golden.clips().flatMap { $0 })
        #expect(captions.map(\.text) == golden.lines("captions"))
        #expect(captions.map { $0.tags.joined(separator: "|") } == golden.lines("tags"))
        let scores = Tensor([captions.count], captions.map(\.score))
        golden.compare("scores", [scores], tolerance: 1e-5)
    }

    @Test func gritMatchesItsTraining() throws {
        let golden = try DemoGolden("grit_b")
        let network = try GRiT.load(.demo, from: Self.locator.weights(for: GRiT.name, .demo))
        for (level, map) in try network.proposalMaps(golden.images("frames")).enumerated() {
            golden.compare("proposals\(level)", [map.transposed([0, 3, 1, 2])], tolerance: 1e-4)
        }
        let found = try ObjectDetector(network: network).detect(golden.clips().flatMap { $0 })
        #expect(
            found.map { Set($0.map(\.text)).sorted().joined(separator: "|") } == golden.lines("found"))
    }
}
