import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct ViCLIPTests {
    static let reduced = """
        {"embed_dim": 64, "image_resolution": 56, "vision_layers": 2, "vision_width": 128, "vision_patch_size": 14,
         "num_frames": 8, "context_length": 32, "transformer_width": 128, "transformer_heads": 2,
         "transformer_layers": 2}
        """
    static let texts = [
        "timelapse at the snow land with aurora in the sky.", "clown fish swimming through the coral reef.",
        "A photo of a cat 🐱 & it's café",
    ]

    private static func tokens() throws -> [[Int32]] {
        let tokenizer = try CLIPTokenizer()
        return texts.map { tokenizer.tokens($0, context: 32) }
    }

    private static func input(_ rows: [[Int32]]) -> NamedTensors.Value {
        .integer(shape: [rows.count, rows[0].count], values: rows.flatMap { $0.map(Int64.init) })
    }

    @Test func reducedNetworkMatchesItsGolden() throws {
        let golden = try GoldenFile(path: fixturePath("viclip_reduced.safetensors"))
        let outputs = try NetworkRegistry.network("viclip_l14").extract(
            configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
            inputs: NamedTensors([
                "input:viclip_l14/reduced_video": .real(
                    syntheticInput("viclip_l14/reduced_video", [2, 8, 3, 56, 56])),
                "tokens": Self.input(Self.tokens()),
            ]))
        for name in ["video.features", "text.features"] {
            let closeness = Closeness(name, try #require(outputs[name]), golden.tensor(name), tolerance: 2e-5)
            print(closeness)
            #expect(closeness.holds, "\(closeness)")
        }
        #expect(outputs.count == 2)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func fullNetworkMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/viclip_l14/full.safetensors")
        let tokens = try Self.tokens()
        #expect(tokens.flatMap { $0.map { Int($0) } } == golden.integers("tokens"))
        let outputs = try NetworkRegistry.network("viclip_l14").extract(
            weights: SyntheticWeights(),
            inputs: NamedTensors([
                "video": .real(syntheticInput("viclip_l14/video", [1, 8, 3, 224, 224])),
                "tokens": Self.input(Self.tokens()),
            ]), trace: true)
        let tolerances: KeyValuePairs<String, Float> = [
            "video.conv1": 7e-5, "video.ln_pre": 3e-5, "video.block0": 3e-5, "video.block23": 2e-4,
            "video.ln_post": 2e-5, "video.features": 5e-5, "text.block0": 2e-5, "text.ln_final": 3e-5,
            "text.features": 5e-5, "cosine.video_text": 4e-7,
        ]
        for (name, tolerance) in tolerances {
            let expected = golden.tensor(name)
            var actual = try #require(outputs[name])
            switch name {
            case "video.conv1": actual = actual.reshaped([1024, 8, 16, 16])
            case "video.ln_pre", "video.block0", "video.block23": actual = Self.places(actual)
            default: break
            }
            let closeness = Closeness(name, actual.corner(expected.shape), expected, tolerance: tolerance)
            print(closeness)
            #expect(closeness.holds, "\(closeness)")
        }
    }

    /// The sequence positions that goldens hold: the class token, and patches 0, 1 and 255 at the ends of the clip.
    private static func places(_ tokens: Tensor) -> Tensor {
        let sequence = tokens.reshaped([tokens.shape[1], tokens.width])
        let rows = Tensor.stacked([0, 1, 2, 8, 9, 2048].map { sequence[$0..<$0 + 1] })
        return rows.reshaped([1, 6, tokens.width])
    }

    @Test func theShortLastLayerAndTheBatchDoNotChangeTheResult() throws {
        let network = try NetworkRegistry.network("viclip_l14")
        let clips = syntheticInput("viclip_l14/reduced_video", [2, 8, 3, 56, 56])
        func features(_ clips: Tensor, trace: Bool = false) throws -> Tensor {
            try network.extract(
                configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
                inputs: NamedTensors(["video": .real(clips)]), trace: trace)["video.features"]!
        }
        let both = try features(clips)
        let second = try features(clips[1..<2])
        #expect(second.values == both[1..<2].values)
        let traced = Closeness("traced", try features(clips, trace: true), both, tolerance: 2e-5)
        #expect(traced.holds, "\(traced)")
    }

    @Test func oneFrameTakesTheMeanPosition() throws {
        let network = try NetworkRegistry.network("viclip_l14")
        let clip = syntheticInput("viclip_l14/reduced_video", [2, 8, 3, 56, 56])[0..<1]
        let frame = clip.reshaped([8, 1, 3, 56, 56])[0..<1]
        let outputs = try network.extract(
            configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
            inputs: NamedTensors(["video": .real(frame)]), trace: true)
        #expect(outputs["video.ln_pre"]?.shape == [1, 17, 128])
        #expect(outputs["video.features"]!.values.allSatisfy { $0.isFinite })
    }

    @Test func clipsOfOtherSizesAreRefused() throws {
        let network = try NetworkRegistry.network("viclip_l14")
        for shape in [[1, 7, 3, 56, 56], [1, 8, 3, 56, 64], [1, 8, 1, 56, 56]] {
            #expect {
                try network.extract(
                    configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
                    inputs: NamedTensors(["video": .real(Tensor(shape, filledWith: 0))]))
            } throws: {
                "\($0)".contains("8 frames (or one) of 56×56")
            }
        }
        #expect {
            try network.extract(
                configJSON: Data(#"{"vision_width": 100}"#.utf8), weights: SyntheticWeights(),
                inputs: NamedTensors(["video": .real(Tensor([1, 8, 3, 224, 224], filledWith: 0))]))
        } throws: {
            "\($0)".contains("vision_width is 100")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func stateDictHasThePublishedNamesShapesAndCount() throws {
        let table = try KeyTable(SharedParity.path("specs/keys/viclip_l14.json"))
        let network = try NetworkRegistry.network("viclip_l14")
        #expect(network.parameters == table.parameterCount)
        #expect {
            _ = try network.extract(
                weights: table,
                inputs: NamedTensors(["video": .real(Tensor([1, 2, 3, 4, 4], filledWith: 0))]))
        } throws: {
            // Weights are bound before the input is looked at.
            "\($0)".contains("8 frames")
        }
    }
}
