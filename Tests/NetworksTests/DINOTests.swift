import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct DINOTests {
    static let reduced = #"{"img_size": 64, "patch_size": 16, "embed_dim": 128, "depth": 2, "num_heads": 2}"#

    @Test func reducedNetworkMatchesItsGolden() throws {
        let golden = try GoldenFile(path: fixturePath("dino_reduced.safetensors"))
        let outputs = try NetworkRegistry.network("dino_vitb16").extract(
            configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
            inputs: NamedTensors([
                "input:dino_vitb16/reduced_image": .real(
                    syntheticInput("dino_vitb16/reduced_image", [2, 3, 64, 64])),
                "input:dino_vitb16/reduced_wide": .real(
                    syntheticInput("dino_vitb16/reduced_wide", [1, 3, 64, 117])),
            ]))
        for name in ["cls", "wide.cls"] {
            let closeness = Closeness(name, try #require(outputs[name]), golden.tensor(name), tolerance: 3e-5)
            #expect(closeness.holds, "\(closeness)")
        }
        #expect(outputs.count == 2)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func fullNetworkMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/dino_vitb16/full.safetensors")
        let outputs = try NetworkRegistry.network("dino_vitb16").extract(
            weights: SyntheticWeights(),
            inputs: NamedTensors([
                "image": .real(syntheticInput("dino_vitb16/image", [2, 3, 224, 224])),
                "wide": .real(syntheticInput("dino_vitb16/wide", [1, 3, 224, 398])),
            ]), trace: true)
        let tolerances: KeyValuePairs<String, Float> = [
            "patch_embed": 3e-5, "block0": 4e-5, "block11": 9e-5, "cls": 3e-5, "wide.pos_embed": 2e-7,
            "wide.tokens": 4e-5, "wide.cls": 3e-5,
        ]
        for (name, tolerance) in tolerances {
            let expected = golden.tensor(name)
            let actual = try #require(outputs[name]).corner(expected.shape)
            let closeness = Closeness(name, actual, expected, tolerance: tolerance)
            print(closeness)
            #expect(closeness.holds, "\(closeness)")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func theShortLastLayerMatchesTheGolden() throws {
        let golden = try GoldenFile(shared: "parity/dino_vitb16/full.safetensors")
        let outputs = try NetworkRegistry.network("dino_vitb16").extract(
            weights: SyntheticWeights(),
            inputs: NamedTensors(["image": .real(syntheticInput("dino_vitb16/image", [2, 3, 224, 224]))]))
        let closeness = Closeness("cls", outputs["cls"]!, golden.tensor("cls"), tolerance: 3e-5)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func anImageWithoutAWholePatchIsRefused() throws {
        #expect {
            try NetworkRegistry.network("dino_vitb16").extract(
                configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
                inputs: NamedTensors(["image": .real(Tensor([1, 3, 64, 15], filledWith: 0))]))
        } throws: {
            "\($0)".contains("at least 16×16") && "\($0)".contains("15")
        }
    }

    @Test func positionsAreKeptOnlyForTheTrainedShape() throws {
        // 2×8 patches have the trained area but not the trained shape, so their table is resampled.
        let network = try NetworkRegistry.network("dino_vitb16")
        func positions(_ shape: [Int]) throws -> Tensor {
            try network.extract(
                configJSON: Data(Self.reduced.utf8), weights: SyntheticWeights(),
                inputs: NamedTensors(["image": .real(Tensor(shape, filledWith: 0))]), trace: true)[
                    "pos_embed"]!
        }
        let trained = SyntheticWeights().tensor("pos_embed", shape: [1, 17, 128])
        #expect(try positions([1, 3, 64, 64]).values == trained.values)
        #expect(try positions([1, 3, 32, 128]).values != trained.values)
    }
}
