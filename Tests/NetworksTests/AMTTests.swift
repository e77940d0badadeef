import Checkpoints
import Foundation
import Media
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct AMTTests {
    /// A small model for 64×64 video.
    static let reduced: AMTConfig = {
        var config = AMTConfig()
        (config.pyramidWidths, config.stageWidths, config.featureWidth) = (
            [8, 12, 18, 20], [16, 24, 32], 36
        )
        (config.correlationLevels, config.correlationRadius, config.sideWidth) = (3, 2, 10)
        (config.updateCorrelationWidth, config.updateFlowWidth) = (24, 8)
        (config.updateJointWidth, config.updateWidth, config.fields) = (20, 28, 2)
        return config
    }()

    private func compare(_ file: String, _ tolerances: KeyValuePairs<String, Float>) throws {
        let golden = try GoldenFile(shared: "parity/amt_s/\(file).safetensors")
        func input(_ name: String) -> NamedTensors.Value {
            .integer(shape: golden.shape(name), values: golden.tensor(name).values.map { Int64($0) })
        }
        let outputs = try NetworkRegistry.network("amt_s").extract(
            weights: ScaledWeights.amt,
            inputs: NamedTensors(["image0": input("image0"), "image1": input("image1")]), trace: true)
        for (name, tolerance) in tolerances {
            let expected = golden.tensor(name)
            let found = try #require(outputs[name])[0..<1]
            // Flows of the last decoder are stored field by field.
            let actual =
                name == "flow0_1"
                ? found.reshaped([3, 2] + found.shape[2...]) : found.reshaped(Array(found.shape[1...]))
            let closeness = Closeness(
                name, actual.corner(expected.shape), expected, tolerance: tolerance)
            print(file, closeness)
            #expect(closeness.holds, "\(file) \(closeness)")
        }
        let bytes = outputs["imgt_pred"]!.transposed([0, 2, 3, 1]).values.map {
            UInt8(max(0, min(255, $0 * 255)))
        }
        let expected = golden.tensor("interpolated_u8").values.map { UInt8($0) }
        try #require(bytes.count == expected.count)
        let differences = zip(bytes, expected).map { abs(Int($0) - Int($1)) }
        #expect(differences.allSatisfy { $0 <= 1 })
        let changed = differences.count { $0 > 0 }
        print(file, "interpolated_u8: \(changed) of \(bytes.count) differ by 1")
        #expect(Double(changed) <= 0.001 * Double(bytes.count))
    }

    /// Parts of the golden that the repository carries: the middle of the frame, and two stages.
    @Test func partsOfThePairMatchTheirGolden() throws {
        let golden = try GoldenFile(path: fixturePath("amt_pair.safetensors"))
        let frames = ["image0", "image1"].map {
            golden.tensor($0).mapped { $0 / 255 }.reshaped([1, 128, 128, 3])
        }
        let outputs = try NetworkRegistry.network("amt_s").extract(
            weights: ScaledWeights.amt,
            inputs: NamedTensors([
                "image0": .real((frames[0] * 255).transposed([0, 3, 1, 2])),
                "image1": .real((frames[1] * 255).transposed([0, 3, 1, 2])),
            ]), trace: true)
        let middle = try #require(outputs["imgt_pred"])
        let region = Tensor([3, 48, 48])
        for index in 0..<region.count {
            let (plane, row, column) = (index / 2304, index / 48 % 48, index % 48)
            region.pointer[index] = middle.pointer[(plane * 128 + 40 + row) * 128 + 40 + column]
        }
        let stages = try ["enc4", "flow0_4"].map { try #require(outputs[$0])[0..<1] }
        for (name, found, tolerance) in [
            ("imgt_pred", region, 8e-5), ("enc4", stages[0], 2e-5), ("flow0_4", stages[1], 3e-5),
        ] {
            let expected = golden.tensor(name)
            let actual = found.reshaped(Array(found.shape.suffix(3))).corner(expected.shape)
            let closeness = Closeness(name, actual, expected, tolerance: Float(tolerance))
            #expect(closeness.holds, "\(closeness)")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func pairMatchesItsGolden() throws {
        try compare(
            "pair",
            [
                "fmap": 8e-5, "enc1": 7e-6, "enc4": 2e-5, "mask": 2e-6, "img_res": 2e-6, "flow0_4": 3e-5,
                "flow1_4": 2e-5, "flow0_3": 5e-5, "flow0_2": 2e-4, "flow0_1": 2e-4, "ft_3": 4e-5,
                "ft_1": 3e-5, "imgt_pred": 8e-5,
            ])
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func paddedPairMatchesItsGolden() throws {
        try compare(
            "padded",
            [
                "fmap": 8e-5, "enc1": 7e-6, "enc4": 1e-5, "mask": 1e-6, "img_res": 1e-6, "flow0_4": 3e-5,
                "flow1_4": 3e-5, "flow0_3": 7e-5, "flow0_2": 3e-4, "flow0_1": 6e-5, "ft_3": 4e-5,
                "ft_1": 5e-5, "imgt_pred": 2e-4,
            ])
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func halfScaleMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/amt_s/half_scale.safetensors")
        let video = try VideoReader(path: SharedParity.path("data/consisti2v_samples/05.mp4"))
        let images = try (0..<3).compactMap { _ in try video.nextFrame()?.image }
        let frames = [images[0], images[2]].map {
            Tensor([1, $0.height, $0.width, 3], $0.pixels.map { Float($0) / 255 })
        }
        let network = try AMT.load(AMTConfig(), from: ScaledWeights.amt)
        let middle = try network(between: frames[0], and: frames[1], scale: 0.5).transposed([0, 3, 1, 2])
        for (name, start, size, tolerance) in [("centre", 96, 64, 4e-4), ("corner", 0, 32, 4e-6)] {
            let region = Tensor([3, size, size])
            for index in 0..<region.count {
                let (plane, row, column) = (index / size / size, index / size % size, index % size)
                region.pointer[index] = middle.pointer[(plane * 256 + start + row) * 256 + start + column]
            }
            let closeness = Closeness(
                name, region, golden.tensor("imgt_pred.\(name)"), tolerance: Float(tolerance))
            print("half scale", closeness)
            #expect(closeness.holds, "\(closeness)")
        }
    }

    @Test func theBatchDoesNotChangeABit() throws {
        let network = try AMT.load(Self.reduced, from: ScaledWeights.amt)
        let frames = syntheticInput("amt_s/frames", [3, 64, 80, 3]).mapped { $0 / 4 + 0.5 }
        let both = try network(between: frames[0..<2], and: frames[1..<3])
        for pair in 0..<2 {
            let alone = try network(between: frames[pair..<pair + 1], and: frames[pair + 1..<pair + 2])
            #expect(alone.values == both[pair..<pair + 1].values)
        }
        #expect(both.shape == [2, 64, 80, 3] && both.values.allSatisfy { 0...1 ~= $0 })
    }

    @Test func equalFramesUnderAnotherTimeStillGiveAFrame() throws {
        let network = try AMT.load(Self.reduced, from: ScaledWeights.amt)
        let frame = syntheticInput("amt_s/frames", [1, 64, 64, 3]).mapped { $0 / 4 + 0.5 }
        let early = try network(between: frame, and: frame, time: 0.25)
        let late = try network(between: frame, and: frame, time: 0.5)
        #expect(early.values != late.values && early.values.allSatisfy { $0.isFinite })
    }

    @Test func framesThatAreTooSmallAreRefused() throws {
        let network = try AMT.load(AMTConfig(), from: SyntheticWeights())
        for (shape, scale) in [([1, 112, 128, 3], 1.0), ([1, 136, 128, 3], 1), ([1, 240, 256, 3], 0.5)] {
            let frame = Tensor(shape, filledWith: 0)
            #expect {
                try network(between: frame, and: frame, scale: scale)
            } throws: {
                "\($0)".contains("multiples of 16 and at least 128 pixels")
            }
        }
        #expect(Self.reduced.smallestSide == 64)
        #expect(throws: NetworkError.self) {
            try network(
                between: Tensor([1, 128, 128, 3], filledWith: 0),
                and: Tensor([1, 128, 144, 3], filledWith: 0))
        }
    }

    @Test func configurationsThatFitNoNetworkAreRefused() throws {
        let network = try NetworkRegistry.network("amt_s")
        let image = NamedTensors.Value.real(Tensor([1, 3, 128, 128], filledWith: 0))
        for (json, part) in [
            (#"{"corr_levels": 0}"#, "corr_levels is 0"), (#"{"skip_channels": 61}"#, "skip_channels is 61"),
            (#"{"pyramid_dims": [20, 32, 44]}"#, "4 positive widths"),
            (#"{"stage_dims": [30, 64, 96]}"#, "multiples of 4"),
        ] {
            #expect {
                try network.extract(
                    configJSON: Data(json.utf8), weights: SyntheticWeights(),
                    inputs: NamedTensors(["image0": image, "image1": image]))
            } throws: {
                "\($0)".contains(part)
            }
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func stateDictHasThePublishedNamesShapesAndCount() throws {
        let table = try KeyTable(SharedParity.path("specs/keys/amt_s.json"))
        #expect(try NetworkRegistry.network("amt_s").parameters == table.parameterCount)
        _ = try AMT.load(AMTConfig(), from: table)
    }
}
