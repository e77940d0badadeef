import Checkpoints
import Foundation
import Media
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct I3DTests {
    /// A slice of item 0 of a stage: channels, frames, rows, columns.
    typealias Slice = (stage: String, channels: Int, channelStep: Int, frames: Int, step: Int)

    static let slices: [Slice] = [
        ("Conv3d_1a_7x7", 4, 1, .max, 16), ("MaxPool3d_2a_3x3", 4, 1, .max, 8),
        ("Conv3d_2c_3x3", 4, 1, .max, 8), ("MaxPool3d_3a_3x3", 8, 1, .max, 4),
        ("Mixed_3b", 256, 16, 2, 4), ("Mixed_3c", 480, 24, 2, 4), ("MaxPool3d_4a_3x3", 480, 24, 2, 4),
        ("Mixed_4b", 512, 32, 2, 4), ("Mixed_4f", 832, 26, 2, 4), ("MaxPool3d_5a_2x2", 832, 26, 2, 2),
        ("Mixed_5b", 832, 26, 2, 2), ("Mixed_5c", 1024, 32, 2, 2),
    ]

    static func clip(_ name: String, _ shape: [Int]) -> NamedTensors.Value {
        .real(SyntheticWeights.unit("input:\(name)/x", shape: shape))
    }

    static func extract(
        _ name: String, _ shape: [Int], config: String = "{}", trace: Bool = false
    ) throws -> [String: Tensor] {
        try NetworkRegistry.network("i3d_k400").extract(
            configJSON: Data(config.utf8), weights: SyntheticWeights(),
            inputs: NamedTensors(["x": clip(name, shape)]), trace: trace)
    }

    private func check(_ name: String, _ actual: Tensor, _ expected: Tensor, tolerance: Float = 1e-4) {
        let closeness = Closeness(name, actual, expected, tolerance: tolerance)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    private func checkStages(_ outputs: [String: Tensor], _ golden: GoldenFile) throws {
        for slice in Self.slices {
            let stage = try #require(outputs[slice.stage], "\(slice.stage)")
            let item = stage[0..<1].reshaped(Array(stage.shape.dropFirst()))
            let actual = item.sliced([
                (0, slice.channels, slice.channelStep), (0, slice.frames, 1), (0, .max, slice.step),
                (0, .max, slice.step),
            ])
            check(slice.stage, actual, golden.tensor("mid." + slice.stage))
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func aPublishedClipMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/i3d/i3d_a.safetensors")
        let outputs = try Self.extract("i3d_a", [1, 3, 16, 224, 224], trace: true)
        check("logits", try #require(outputs["logits"]), golden.tensor("logits"))
        check("avg_pool", try #require(outputs["avg_pool"]).reshaped([1024, 1]), golden.tensor("avg_pool"))
        try checkStages(outputs, golden)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func epsilonIsPartOfTheVariant() throws {
        let golden = try GoldenFile(shared: "parity/i3d/i3d_a_tfeps.safetensors")
        let outputs = try Self.extract("i3d_a", [1, 3, 16, 224, 224], config: #"{"bn_eps": 0.001}"#)
        check("logits, TensorFlow epsilon", try #require(outputs["logits"]), golden.tensor("logits"))
        check(
            "avg_pool, TensorFlow epsilon", try #require(outputs["avg_pool"]).reshaped([1024, 1]),
            golden.tensor("avg_pool"))
        #expect(outputs.count == 2)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func clipsTooSmallForThePoolHaveStages() throws {
        let golden = try GoldenFile(shared: "parity/i3d/i3d_b.safetensors")
        let outputs = try Self.extract("i3d_b", [1, 3, 10, 128, 128], trace: true)
        check("pre_pool", try #require(outputs["pre_pool"]), golden.tensor("pre_pool"))
        try checkStages(outputs, golden)
        #expect(outputs["logits"] == nil)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func oddLengthsAndBatchesMatchTheirGolden() throws {
        let golden = try GoldenFile(shared: "parity/i3d/i3d_c.safetensors")
        let outputs = try Self.extract("i3d_c", [2, 3, 13, 224, 224])
        check("logits, 13 frames", try #require(outputs["logits"]), golden.tensor("logits"))
        let pooled = try #require(outputs["avg_pool"])
        check("avg_pool, 13 frames", pooled[0..<1].reshaped([1024, 1]), golden.tensor("avg_pool"))
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func preprocessingMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/i3d/i3d_pre.safetensors")
        let frames = SyntheticWeights.unit("input:i3d_pre/video", shape: [1, 2, 40, 56, 3])
        let images = (0..<2).map { index in
            let frame = frames.reshaped([2, 40 * 56 * 3])[index..<index + 1]
            return RGBImage(
                width: 56, height: 40, pixels: frame.values.map { UInt8((($0 + 1) * 128).rounded(.down)) })
        }
        let clip = Preprocessing.i3dTATS(images).reshaped([1, 2, 224, 224, 3]).transposed([0, 4, 1, 2, 3])
        check("tats_resized", clip.every([1, 1, 1, 7, 7]), golden.tensor("tats_resized"), tolerance: 5e-5)
        let rows = clip.sliced([(0, 1, 1), (0, 3, 1), (0, 1, 1), (0, 2, 1), (0, 224, 1)])
        check("tats_rows", rows.reshaped([1, 3, 2, 224]), golden.tensor("tats_rows"), tolerance: 5e-5)
    }

    @Test func aReducedNetworkRunsAndTheBatchDoesNotMatter() throws {
        let config = #"{"width_multiplier": 0.25, "num_classes": 7, "pool_size": [2, 2, 2]}"#
        let outputs = try Self.extract("i3d_small", [2, 3, 16, 64, 64], config: config)
        #expect(outputs["logits"]?.shape == [2, 7] && outputs["avg_pool"]?.shape == [2, 256, 1])
        let network = try NetworkRegistry.network("i3d_k400")
        let clips = SyntheticWeights.unit("input:i3d_small/x", shape: [2, 3, 16, 64, 64])
        let second = try network.extract(
            configJSON: Data(config.utf8), weights: SyntheticWeights(),
            inputs: NamedTensors(["x": .real(clips[1..<2])]))
        #expect(try #require(outputs["logits"])[1..<2].values == #require(second["logits"]).values)
    }

    @Test(arguments: [[1, 3, 8, 224, 224], [1, 3, 16, 192, 224], [1, 3, 16, 224, 225]])
    func clipsThatThePoolCannotTakeAreRefused(_ shape: [Int]) throws {
        #expect { try Self.extract("i3d", shape) } throws: {
            let text = "\($0)"
            return text.contains("at least 9 frames") && text.contains("193…224")
                && text.contains("\(shape[2]) frames of \(shape[3])×\(shape[4])")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func namesAreThePublishedOnes() throws {
        let table = try KeyTable(SharedParity.path("specs/keys/i3d_k400.json"))
        _ = try I3D.load(I3DConfig(), from: table)
        // The published file carries no counters; loading must not ask for them.
        _ = try I3D.load(
            I3DConfig(), from: table.without { $0.hasSuffix("num_batches_tracked") })
        let counters = 57
        #expect(try NetworkRegistry.network("i3d_k400").parameters == table.parameterCount - counters)
    }

    @Test func theFeatureIsTheConfiguredOne() throws {
        var config = I3DConfig()
        (config.widthMultiplier, config.poolSize, config.classes) = (0.125, [2, 2, 2], 5)
        let clip = SyntheticWeights.unit("input:i3d_small/x", shape: [1, 16, 64, 64, 3])
        #expect(try I3D.load(config, from: SyntheticWeights()).features(clip).shape == [1, 5])
        config.feature = .averagePool
        #expect(try I3D.load(config, from: SyntheticWeights()).features(clip).shape == [1, 128])
    }
}
