import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct CLIPTests {
    static let reduced = """
        {"embed_dim": 64, "image_resolution": 96, "vision_layers": 2, "vision_width": 128, "vision_patch_size": 32,
         "context_length": 77, "vocab_size": 49408, "transformer_width": 128, "transformer_heads": 2,
         "transformer_layers": 2}
        """

    @Test func reducedNetworkMatchesItsGolden() throws {
        let golden = try GoldenFile(path: fixturePath("clip_reduced.safetensors"))
        let tokens = NamedTensors.Value.integer(
            shape: golden.shape("tokens"), values: golden.integers("tokens").map(Int64.init))
        let outputs = try NetworkRegistry.network("clip_vit_b32").extract(
            configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
            inputs: NamedTensors([
                "input:clip_vit_b32/reduced_image": .real(
                    syntheticInput("clip_vit_b32/reduced_image", [2, 3, 96, 96])),
                "tokens": tokens,
            ]))
        for name in ["image.features", "text.features"] {
            let closeness = Closeness(name, try #require(outputs[name]), golden.tensor(name), tolerance: 3e-5)
            #expect(closeness.holds, "\(closeness)")
        }
        #expect(outputs.count == 2)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func fullNetworkMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/clip_vit_b32/full.safetensors")
        let tokens = NamedTensors.Value.integer(
            shape: golden.shape("tokens"), values: golden.integers("tokens").map(Int64.init))
        let outputs = try NetworkRegistry.network("clip_vit_b32").extract(
            weights: SyntheticWeights(),
            inputs: NamedTensors([
                "image": .real(syntheticInput("clip_vit_b32/image", [2, 3, 224, 224])),
                "tokens": tokens,
            ]), trace: true)
        let tolerances: KeyValuePairs<String, Float> = [
            "image.conv1": 1e-4, "image.ln_pre": 6e-5, "image.block0": 7e-5, "image.block11": 2e-4,
            "image.ln_post": 3e-5, "image.features": 5e-5, "text.block0": 2e-5, "text.ln_final": 3e-5,
            "text.features": 3e-5, "cosine.image_text": 7e-7,
        ]
        for (name, tolerance) in tolerances {
            let expected = golden.tensor(name)
            var actual = try #require(outputs[name])
            if name == "image.conv1" { actual = actual.reshaped([2 * 768, 7, 7]) }
            let closeness = Closeness(name, actual.corner(expected.shape), expected, tolerance: tolerance)
            print(closeness)
            #expect(closeness.holds, "\(closeness)")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func theShortLastLayerMatchesTheGolden() throws {
        let golden = try GoldenFile(shared: "parity/clip_vit_b32/full.safetensors")
        let outputs = try NetworkRegistry.network("clip_vit_b32").extract(
            weights: SyntheticWeights(),
            inputs: NamedTensors(["image": .real(syntheticInput("clip_vit_b32/image", [2, 3, 224, 224]))]))
        let closeness = Closeness(
            "image.features", outputs["image.features"]!, golden.tensor("image.features"), tolerance: 5e-5)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func theEndOfOtherTextsDoesNotMatter() throws {
        let config = try JSONDecoder().decode(CLIPConfig.self, from: Data(Self.reduced.utf8))
        let network = try CLIP.load(config, from: SyntheticWeights())
        func row(_ length: Int) -> [Int32] {
            [49406] + (0..<Int32(length)).map { 300 + $0 * 7 } + [49407]
                + [Int32](repeating: 0, count: 75 - length)
        }
        let rows = [row(3), row(75), row(20)]
        let together = try network.text(rows)
        for (index, row) in rows.enumerated() {
            #expect(try network.text([row]).values == together[index..<index + 1].values)
            // A trace computes the whole rows.
            #expect(try network.text([row], trace: Trace()).values == together[index..<index + 1].values)
        }
    }

    @Test func imagesAndTextsCanBeGivenAlone() throws {
        let network = try NetworkRegistry.network("clip_vit_b32")
        let image = NamedTensors.Value.real(syntheticInput("clip_vit_b32/reduced_image", [2, 3, 96, 96]))
        let outputs = try network.extract(
            configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
            inputs: NamedTensors(["image": image]))
        #expect(Set(outputs.keys) == ["image.features"])
    }

    @Test func wrongInputsAreNamedWithWhatIsExpected() throws {
        let network = try NetworkRegistry.network("clip_vit_b32")
        func message(_ inputs: [String: NamedTensors.Value]) -> String {
            do {
                _ = try network.extract(
                    configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
                    inputs: NamedTensors(inputs))
                return "no error"
            } catch { return "\(error)" }
        }
        #expect(message([:]).contains("image (B×3×R×R"))
        #expect(message(["picture": .real(Tensor([1], filledWith: 0))]).contains("found picture"))
        #expect(message(["image": .real(Tensor([1, 3, 64, 64], filledWith: 0))]).contains("96×96"))
        #expect(message(["image": .integer(shape: [1], values: [0])]).contains("integer 1"))
        #expect(
            message(["tokens": .integer(shape: [1, 3], values: [1, 2, 3])]).contains("rows of 77 token ids"))
        let outside = [Int64](repeating: 0, count: 76) + [49408]
        #expect(message(["tokens": .integer(shape: [1, 77], values: outside)]).contains("id 49408"))
        #expect(
            message(["tokens": .integer(shape: [1, 77], values: outside.map { $0 << 40 })]).contains("N×T"))
        #expect(
            message([
                "a/image": .integer(shape: [1], values: [0]), "image": .integer(shape: [1], values: [0]),
            ])
            .contains("several named image"))
    }

    @Test func configurationsThatFitNoNetworkAreRefused() throws {
        let network = try NetworkRegistry.network("clip_vit_b32")
        let image = try NamedTensors(["image": .real(Tensor([1, 3, 64, 64], filledWith: 0))])
        for (json, part) in [
            (#"{"vision_width": 100}"#, "vision_width is 100"), ("[1]", "at the top level"),
            ("{", "not valid JSON"),
            (#"{"vision_width": "wide"}"#, "at vision_width"),
            (#"{"transformer_heads": 0}"#, "transformer_heads"),
        ] {
            #expect {
                try network.extract(configJSON: Data(json.utf8), weights: SyntheticWeights(), inputs: image)
            } throws: {
                "\($0)".contains(part)
            }
        }
    }
}
