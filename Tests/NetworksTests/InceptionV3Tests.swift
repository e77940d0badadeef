import Checkpoints
import Foundation
import Media
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct InceptionV3Tests {
    static let variants: [(name: String, preprocessing: Preprocessing, resizeTolerance: Float)] = [
        ("torch_fidelity", .inceptionTorchFidelity, 1e-5), ("pytorch_fid", .inceptionPyTorchFID, 5e-5),
        ("clean_fid", .inceptionCleanFID, 1e-5),
    ]

    static func bytes(_ name: String, _ shape: [Int]) -> Tensor {
        SyntheticWeights.unit("input:\(name)/image", shape: shape).mapped { (($0 + 1) * 128).rounded(.down) }
    }

    private func check(_ name: String, _ actual: Tensor, _ expected: Tensor, tolerance: Float) {
        let closeness = Closeness(name, actual, expected, tolerance: tolerance)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test(
        .enabled(if: SharedParity.isAvailable),
        arguments: [
            ("inc_a", [1, 3, 299, 299], Float(5e-5)), ("inc_b", [2, 3, 180, 240], 5e-5),
            ("inc_c", [1, 3, 512, 331], 1e-4),
        ])
    func everyVariantMatchesItsGolden(_ name: String, _ shape: [Int], _ tolerance: Float) throws {
        let golden = try GoldenFile(shared: "parity/inception_v3_fid/\(name).safetensors")
        let images = Self.bytes(name, shape).transposed([0, 2, 3, 1])
        let frames = (0..<shape[0]).map { index in
            RGBImage(
                width: shape[3], height: shape[2], pixels: images[index..<index + 1].values.map { UInt8($0) })
        }
        let network = try InceptionV3.load(InceptionV3Config(), from: SyntheticWeights())
        for (variant, preprocessing, resizeTolerance) in Self.variants {
            let input = preprocessing(frames)
            check(
                "\(name) \(variant) resized", input.transposed([0, 3, 1, 2]).every([1, 1, 13, 13]),
                golden.tensor("\(variant).resized"), tolerance: resizeTolerance)
            let trace = Trace()
            let output = try network(input, trace: trace)
            for (part, tensor) in [
                ("pool3", output.pool3), ("logits", output.logits),
                ("logits_unbiased", output.unbiasedLogits),
            ] where golden.names.contains("\(variant).\(part)") {
                check(
                    "\(name) \(variant) \(part)", tensor, golden.tensor("\(variant).\(part)"),
                    tolerance: tolerance)
            }
            for (block, steps) in [
                ("block0", [1, 8, 6, 6]), ("block1", [1, 8, 6, 6]), ("block2", [1, 32, 3, 3]),
            ]
            where golden.names.contains("\(variant).\(block)") {
                let stage = try #require(trace.tensors.first { $0.name == block }).tensor
                check(
                    "\(name) \(variant) \(block)", stage.every(steps), golden.tensor("\(variant).\(block)"),
                    tolerance: tolerance)
            }
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func extractPreparesBytesAsTorchFidelityDoes() throws {
        let golden = try GoldenFile(shared: "parity/inception_v3_fid/inc_b.safetensors")
        let image = Self.bytes("inc_b", [2, 3, 180, 240])
        let outputs = try NetworkRegistry.network("inception_v3_fid").extract(
            weights: SyntheticWeights(),
            inputs: NamedTensors([
                "input:inc_b/image": .integer(shape: image.shape, values: image.values.map { Int64($0) })
            ]))
        check(
            "pool3", try #require(outputs["pool3"]), golden.tensor("torch_fidelity.pool3"), tolerance: 5e-5)
        #expect(Set(outputs.keys) == ["pool3", "logits", "logits_unbiased"])
    }

    @Test func aReducedNetworkRunsAndTheBatchDoesNotMatter() throws {
        var config = InceptionV3Config()
        (config.widthMultiplier, config.classes, config.imageSize) = (0.125, 9, 96)
        let network = try InceptionV3.load(config, from: SyntheticWeights())
        let images = SyntheticWeights.unit("input:inception_small", shape: [3, 96, 96, 3])
        let output = try network(images)
        #expect(output.pool3.shape == [3, 256] && output.logits.shape == [3, 9])
        #expect(try network.features(images[2..<3]).values == output.pool3[2..<3].values)
    }

    @Test func smallImagesAreRefused() throws {
        #expect {
            try NetworkRegistry.network("inception_v3_fid").extract(
                configJSON: Data(#"{"width_multiplier": 0.125}"#.utf8), weights: SyntheticWeights(),
                inputs: NamedTensors(["x": .real(Tensor([1, 3, 74, 80], filledWith: 0))]))
        } throws: {
            "\($0)".contains("at least 75×75") && "\($0)".contains("74")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func namesAreThePublishedOnes() throws {
        let table = try KeyTable(SharedParity.path("specs/keys/inception_v3_fid.json"))
        _ = try InceptionV3.load(InceptionV3Config(), from: table)
        let counters = 94
        #expect(try NetworkRegistry.network("inception_v3_fid").parameters == table.parameterCount - counters)
    }
}
