import Checkpoints
import Foundation
import Media
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct C3DTests {
    private func check(_ name: String, _ actual: Tensor, _ expected: Tensor, tolerance: Float) {
        let closeness = Closeness(name, actual, expected, tolerance: tolerance)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    static let mean = SyntheticWeights.unit("input:c3d_a/mean", shape: [3, 16, 128, 171])
        .mapped { 96 + 24 * $0 }

    @Test(.enabled(if: SharedParity.isAvailable)) func thePublishedNetworkMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/c3d_ucf101/c3d_a.safetensors")
        let outputs = try NetworkRegistry.network("c3d_ucf101").extract(
            weights: SyntheticWeights(),
            inputs: NamedTensors([
                "x": .real(SyntheticWeights.unit("input:c3d_a/x", shape: [2, 3, 16, 96, 128])),
                "mean": .real(Self.mean),
            ]), trace: true)
        let stages: [(String, channels: Int, frames: Int, side: Int, Float)] = [
            ("pre", 1, 5, 9, 1e-2), ("conv1a", 16, 5, 14, 3e-2), ("pool1", 16, 5, 7, 3e-2),
            ("pool2", 16, 3, 7, 3e-2), ("pool3", 32, 1, 4, 3e-2), ("pool4", 32, 1, 3, 3e-2),
            ("pool5", 16, 1, 1, 3e-2),
        ]
        for (name, channels, frames, side, tolerance) in stages {
            let stage = try #require(outputs[name], "\(name)")
            check(
                name, stage.every([1, channels, frames, side, side]), golden.tensor(name),
                tolerance: tolerance)
        }
        for (name, tolerance) in [("fc6", Float(2e-2)), ("fc7", 1e-2), ("fc8", 6e-3)] {
            check(name, try #require(outputs[name]), golden.tensor(name), tolerance: tolerance)
        }
        let scaled = C3D.probabilities(try #require(outputs["fc8"]) * Float(1.0 / 64))
        check("prob_scaled", scaled, golden.tensor("prob_scaled"), tolerance: 5e-6)
    }

    @Test func preparedClipsAndRawVideosGiveTheSame() throws {
        var config = C3DConfig()
        (config.stageWidths, config.hiddenWidth, config.classes) = ([8, 8, 16, 16, 32], 24, 6)
        config.imageSize = 32
        let json = try JSONEncoder().encode(config)
        let video = SyntheticWeights.unit("input:c3d_small/x", shape: [2, 3, 16, 20, 28])
        let mean = Tensor([3, 16, 40, 45], Self.mean.values.prefix(3 * 16 * 40 * 45))
        let network = try NetworkRegistry.network("c3d_ucf101")
        let raw = try network.extract(
            configJSON: json, weights: SyntheticWeights(),
            inputs: NamedTensors(["x": .real(video), "mean": .real(mean)]), trace: true)
        #expect(raw["fc8"]?.shape == [2, 6] && raw["pool5"]?.shape == [2, 32, 1, 1, 1])
        let again = try network.extract(
            configJSON: json, weights: SyntheticWeights(),
            inputs: NamedTensors(["pre": .real(try #require(raw["pre"])[1..<2])]))
        #expect(try #require(raw["prob"])[1..<2].values == #require(again["prob"]).values)
        #expect(abs(try #require(again["prob"]).values.reduce(0, +) - 1) < 1e-5)
    }

    @Test func bytesArePreparedLikeFloats() throws {
        let image = RGBImage(width: 12, height: 9, pixels: (0..<324).map { UInt8($0 % 251) })
        let fromBytes = Preprocessing.c3dTGANv2(image)
        let fromFloats = Preprocessing.c3dFrames(image.tensor.mapped { $0 / 127.5 - 1 })
        #expect(Closeness("c3d", fromBytes, fromFloats, tolerance: 1e-3).holds)
        // Corners stay in place; blue comes first; 255 maps to 256.
        #expect(abs(fromBytes.pointer[0] - Float(image.pixels[2]) * 256 / 255) < 1e-3)
        #expect(abs(fromBytes.pointer[2] - Float(image.pixels[0]) * 256 / 255) < 1e-3)
    }

    @Test func clipsAndMeansOfOtherExtentsAreRefused() throws {
        let network = try NetworkRegistry.network("c3d_ucf101")
        let video = Tensor([1, 3, 15, 32, 32], filledWith: 0)
        #expect {
            try network.extract(
                weights: SyntheticWeights(),
                inputs: NamedTensors(["x": .real(video), "mean": .real(Self.mean)]))
        } throws: {
            "\($0)".contains("16 frames") && "\($0)".contains("15")
        }
        #expect { try C3DMean(Tensor([3, 16, 100, 171], filledWith: 0)) } throws: {
            "\($0)".contains("3×16×112×112") && "\($0)".contains("3×16×100×171")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func namesAreThePublishedOnes() throws {
        let table = try KeyTable(SharedParity.path("specs/keys/c3d_ucf101.json"))
        _ = try C3D.load(C3DConfig(), from: table)
        #expect(try NetworkRegistry.network("c3d_ucf101").parameters == table.parameterCount)
    }
}
