import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct RAFTTests {
    /// A small model for 64×64 video.
    static let reduced: RAFTConfig = {
        var config = RAFTConfig()
        (config.stageWidths, config.featureWidth) = ([16, 24, 32], 48)
        (config.hiddenWidth, config.contextWidth, config.headWidth) = (32, 24, 40)
        (config.correlationLevels, config.correlationRadius) = (3, 3)
        (config.motionCorrelationWidths, config.motionFlowWidths) = ([48, 40], [24, 16])
        config.motionWidth = 36
        return config
    }()

    private static func input(_ golden: GoldenFile, _ name: String) -> NamedTensors.Value {
        .integer(shape: golden.shape(name), values: golden.tensor(name).values.map { Int64($0) })
    }

    private static func outputs(_ golden: GoldenFile, trace: Bool) throws -> [String: Tensor] {
        try NetworkRegistry.network("raft_things").extract(
            weights: ScaledWeights.raft,
            inputs: NamedTensors([
                "image1": input(golden, "image1"), "image2": input(golden, "image2"),
            ]), trace: trace)
    }

    private static func expect(
        _ name: String, _ actual: Tensor, _ golden: GoldenFile, _ tolerance: Float,
        location: SourceLocation = #_sourceLocation
    ) {
        let expected = golden.tensor(name)
        let closeness = Closeness(
            name, actual.count == expected.count ? actual.reshaped(expected.shape) : actual, expected,
            tolerance: tolerance)
        print(closeness)
        #expect(closeness.holds, "\(closeness)", sourceLocation: location)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func pairMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/raft_things/pair.safetensors")
        let outputs = try Self.outputs(golden, trace: true)
        func channels(_ name: String, _ wanted: some Sequence<Int>) throws -> Tensor {
            let maps = try #require(outputs[name])[0..<1].reshaped(Array(outputs[name]!.shape[1...]))
            return .stacked(wanted.map { maps[$0..<$0 + 1] })
        }
        for (name, tolerance) in [("fmap1", 3e-5), ("fmap2", 3e-5), ("net0", 2e-5), ("inp0", 2e-5)] {
            Self.expect(name, try channels(name, 0..<8), golden, Float(tolerance))
        }
        for (level, tolerance) in [5e-5, 2e-5, 1e-5, 5e-6].enumerated() {
            let maps = try #require(outputs["corr.level\(level)"])
            let query = maps.reshaped([320] + maps.shape[3...])[107..<108]
            Self.expect("corr.level\(level)", query, golden, Float(tolerance))
        }
        let rows = try #require(outputs["lookup.zero"]).transposed([0, 2, 3, 1]).reshaped([320, 324])
        Self.expect(
            "lookup.zero", .stacked([0, 107, 319].map { rows[$0..<$0 + 1] }), golden, 5e-5)
        Self.expect(
            "update.motion", try channels("update.motion", stride(from: 0, to: 113, by: 16)), golden, 4e-5)
        Self.expect("update.net1", try channels("update.net1", 0..<8), golden, 3e-5)
        Self.expect(
            "update.mask", try channels("update.mask", stride(from: 0, to: 541, by: 36)), golden, 5e-6)
        let flows = try (1...20).map { try #require(outputs["flow_low.iter\($0)"]) }
        Self.expect("flow_low", .stacked(flows), golden, 9e-5)
        for (iteration, tolerance) in [(1, 5e-5), (4, 2e-4), (20, 3e-4)] {
            let name = "flow_up.iter\(iteration)"
            Self.expect(name, try #require(outputs[name]), golden, Float(tolerance))
        }
        #expect(outputs["flow_up"]!.values == outputs["flow_up.iter20"]!.values)
        #expect(outputs["flow_low"]!.values == outputs["flow_low.iter20"]!.values)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func lookupsAlongAFlowMatchTheGolden() throws {
        let golden = try GoldenFile(shared: "parity/raft_things/pair.safetensors")
        let outputs = try Self.outputs(golden, trace: true)
        func maps(_ name: String) throws -> Tensor { try #require(outputs[name]).transposed([0, 2, 3, 1]) }
        let pyramid = CorrelationPyramid(
            queries: try maps("fmap1"), targets: try maps("fmap2"), levels: 4, scale: 1 / 16)
        let shift = Tensor([1, 16, 20, 2], (0..<640).map { $0 % 2 == 0 ? Float(1.3) : -2.7 })
        let rows = pyramid.lookup(shift, radius: 4).reshaped([320, 324])
        Self.expect("lookup.shift", .stacked([0, 107, 319].map { rows[$0..<$0 + 1] }), golden, 3e-5)
    }

    @Test func paddedPairMatchesItsGolden() throws {
        let golden = try GoldenFile(path: fixturePath("raft_padded.safetensors"))
        let outputs = try Self.outputs(golden, trace: false)
        Self.expect("flow_low", try #require(outputs["flow_low"]), golden, 2e-4)
        let fine = try #require(outputs["flow_up"])
        #expect(fine.shape == [1, 2, 136, 152])
        Self.expect("flow_up.corner", fine.corner([1, 2, 24, 24]), golden, 7e-5)
        let plane = 136 * 152
        let magnitudes = (0..<plane).map { hypot(Double(fine.pointer[$0]), Double(fine.pointer[plane + $0])) }
        let strongest = magnitudes.sorted(by: >).prefix(plane / 20)
        let statistic = Float(strongest.reduce(0, +) / Double(strongest.count))
        Self.expect("top5_score", Tensor([1], [statistic]), golden, 4e-5)
    }

    @Test func batchesAndSharedFramesDoNotChangeABit() throws {
        let network = try RAFT.load(Self.reduced, from: ScaledWeights.raft)
        let frames = syntheticInput("raft_things/frames", [3, 64, 72, 3]).mapped { 64 * $0 + 128 }
        let features = try network.features(frames)
        let context = try network.context(frames[0..<2])
        let both = network.flow(from: features[0..<2], context, to: features[1..<3], iterations: 3)
        for pair in 0..<2 {
            let alone = try network(
                from: frames[pair..<pair + 1], to: frames[pair + 1..<pair + 2], iterations: 3)
            #expect(alone.fine.values == both.fine[pair..<pair + 1].values)
            let shared = network.flow(
                from: features[pair..<pair + 1], context[pair..<pair + 1], to: features[pair + 1..<pair + 2],
                iterations: 3)
            #expect(shared.coarse.values == both.coarse[pair..<pair + 1].values)
        }
        #expect(both.fine.shape == [2, 64, 72, 2] && both.coarse.shape == [2, 8, 9, 2])
        #expect(both.fine.values.allSatisfy { $0.isFinite })
    }

    @Test func framesThatAreTooSmallAreRefused() throws {
        let network = try NetworkRegistry.network("raft_things")
        for shape in [[1, 3, 120, 128], [1, 3, 128, 100]] {
            let image = NamedTensors.Value.real(Tensor(shape, filledWith: 0))
            #expect {
                try network.extract(
                    weights: SyntheticWeights(), inputs: NamedTensors(["image1": image, "image2": image]))
            } throws: {
                "\($0)".contains("multiples of 8 and at least 128 pixels")
            }
        }
        #expect(Self.reduced.smallestSide == 64)
        let small = try RAFT.load(Self.reduced, from: SyntheticWeights())
        #expect(throws: NetworkError.self) { try small.features(Tensor([1, 56, 64, 3], filledWith: 0)) }
    }

    @Test func configurationsThatFitNoNetworkAreRefused() throws {
        let network = try NetworkRegistry.network("raft_things")
        let image = NamedTensors.Value.real(Tensor([1, 3, 128, 128], filledWith: 0))
        for (json, part) in [
            (#"{"corr_levels": 0}"#, "corr_levels is 0"), (#"{"corr_radius": 8}"#, "corr_radius is 8"),
            (#"{"stage_dims": [64, 96]}"#, "3 positive widths"), (#"{"motion_dim": 2}"#, "motion_dim"),
            (#"{"stage_strides": [1, 3, 1]}"#, "stage_strides is [1, 3, 1]"),
        ] {
            #expect {
                try network.extract(
                    configJSON: Data(json.utf8), weights: SyntheticWeights(),
                    inputs: NamedTensors(["image1": image, "image2": image]))
            } throws: {
                "\($0)".contains(part)
            }
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func stateDictHasThePublishedNamesShapesAndCount() throws {
        let table = try KeyTable(SharedParity.path("specs/keys/raft_things.json"))
        let counters = table.names!.count { $0.hasSuffix("num_batches_tracked") }
        #expect(try NetworkRegistry.network("raft_things").parameters == table.parameterCount - counters)
        _ = try RAFT.load(RAFTConfig(), from: table)
    }
}
