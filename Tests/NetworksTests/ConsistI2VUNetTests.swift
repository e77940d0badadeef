import Checkpoints
import Foundation
import Networks
import Tensor
import TestSupport
import Testing

@Suite(.enabled(if: SharedParity.isAvailable))
struct ConsistI2VUNetTests {
    static func tiny(_ change: (inout ConsistI2VConfig) -> Void = { _ in }) throws -> ConsistI2VUNet {
        var config = try JSONDecoder().decode(
            ConsistI2VConfig.self, from: ConsistI2VGoldens.json("unet_tiny_config.json"))
        change(&config)
        return try loadWeights("consisti2v_unet", from: SyntheticWeights()) {
            try ConsistI2VUNet(config, weights: $0)
        }
    }

    static func forward(
        _ network: ConsistI2VUNet, case name: String = "unet", batch: Int = 2, height: Int = 16,
        width: Int = 24,
        timestep: Int = 681, frameStride: Int = 3, conditioning: FirstFrameConditioning? = nil,
        trace: Trace? = nil
    ) throws -> Tensor {
        let draw = ConsistI2VGoldens.draw
        return try network(
            sample: draw("\(name)/sample", [batch, 4, 5, height, width]).channelsLast,
            firstFrame: draw("\(name)/first_frame", [batch, 4, 1, height, width]).channelsLast,
            text: network.prepare(text: draw("\(name)/text", [batch, 7, 48])), timestep: timestep,
            frameStride: frameStride, conditioning: conditioning, trace: trace
        ).channelsFirst
    }

    @Test(arguments: [
        ("out_full", true, true), ("out_spatial_off", false, true), ("out_temporal_off", true, false),
        ("out_both_off", false, false),
    ])
    func conditionings(_ name: String, spatial: Bool, temporal: Bool) throws {
        let goldens = try ConsistI2VGoldens("unet.safetensors")
        let output = try Self.forward(
            Self.tiny(), conditioning: FirstFrameConditioning(spatial: spatial, temporal: temporal))
        let closeness = goldens.compare(name, output)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func conditioningFieldsOfTheConfigurationAreObeyed() throws {
        let network = try Self.tiny {
            $0.firstFrameConditionMode = "input_only"
            $0.augmentTemporalAttention = false
        }
        let closeness = try ConsistI2VGoldens("unet.safetensors").compare(
            "out_both_off", Self.forward(network))
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func oddSizes() throws {
        let output = try Self.forward(
            Self.tiny(), case: "unet_odd", batch: 1, height: 12, width: 20, timestep: 21, frameStride: 1)
        let closeness = try ConsistI2VGoldens("unet.safetensors").compare("out_odd_size", output)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func stages() throws {
        let (goldens, trace) = (try ConsistI2VGoldens("unet_trace.safetensors"), Trace())
        _ = try Self.forward(Self.tiny(), trace: trace)
        for (name, stage) in trace.tensors {
            let picked = Tensor.stacked([0, 1, 8].map { stage[$0..<$0 + 1] })
            let closeness = goldens.compare(name, picked)
            print(closeness)
            #expect(closeness.holds, "\(closeness)")
        }
        #expect(trace.tensors.count == 10)
    }

    @Test func guidanceCopiesThatShareTheirInputGiveTheSameBytes() throws {
        let (network, draw) = (try Self.tiny(), ConsistI2VGoldens.draw)
        let sample = draw("unet_odd/sample", [1, 4, 5, 12, 20]).channelsLast
        let firstFrame = draw("unet_odd/first_frame", [1, 4, 1, 12, 20]).channelsLast
        let text = draw("unet/text", [2, 7, 48])
        let shared = try network(
            sample: sample, firstFrame: firstFrame, text: network.prepare(text: text), timestep: 401,
            frameStride: 3)
        let separate = try network(
            sample: sample.tiled(2), firstFrame: firstFrame.tiled(2), text: network.prepare(text: text),
            timestep: 401, frameStride: 3)
        #expect(shared.values == separate.values)
        let alone = try network(
            sample: sample, firstFrame: firstFrame, text: network.prepare(text: text[1..<2]), timestep: 401,
            frameStride: 3)
        #expect(alone.values == separate[1..<2].values)
    }

    @Test func publishedConfigurationAsksForExactlyThePublishedTensors() throws {
        let keys = try KeyTable(SharedParity.path("specs/consisti2v_unet_keys.json"))
        _ = try loadWeights("consisti2v_unet", from: keys) {
            try ConsistI2VUNet(ConsistI2VConfig(), weights: $0)
        }
        #expect(keys.parameterCount == 1_249_975_241)
    }

    @Test func unsupportedVariantsAreRefused() {
        #expect(throws: NetworkError.self) { try Self.tiny { $0.firstFrameConditionMode = "conv2d" } }
        #expect(throws: NetworkError.self) { try Self.tiny { $0.useLinearProjection = false } }
    }
}
