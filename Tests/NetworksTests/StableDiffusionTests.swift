import Checkpoints
import Foundation
import Networks
import Tensor
import TestSupport
import Testing

@Suite(.enabled(if: SharedParity.isAvailable))
struct AutoencoderTests {
    let goldens: ConsistI2VGoldens
    let config: AutoencoderConfig

    init() throws {
        goldens = try ConsistI2VGoldens("vae.safetensors")
        config = try JSONDecoder().decode(
            AutoencoderConfig.self, from: ConsistI2VGoldens.json("vae_tiny_config.json"))
    }

    func expect(_ name: String, _ actual: Tensor) {
        let closeness = goldens.compare(name, actual)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func encoderAndDecoder() throws {
        let network = try loadWeights("vae", from: SyntheticWeights()) {
            try StableDiffusionAutoencoder(config, weights: $0)
        }
        let moments = network.encodeMoments(ConsistI2VGoldens.unit("vae/image", [2, 3, 32, 48]).channelsLast)
        expect("moments", moments.channelsFirst)
        let (mean, deviation) = StableDiffusionAutoencoder.split(moments)
        expect("mean", mean.channelsFirst)
        expect("std", deviation.channelsFirst)
        let latents = ConsistI2VGoldens.draw("vae/z", [2, 4, 4, 6]).channelsLast
        let decoder = try loadWeights("vae", from: SyntheticWeights()) {
            try AutoencoderDecoder(config, weights: $0)
        }
        expect("decoded", decoder(latents).channelsFirst)
    }

    @Test func singleModules() throws {
        let encoder = try loadWeights("vae", from: SyntheticWeights()) {
            try AutoencoderEncoder(config, weights: $0)
        }
        let x = ConsistI2VGoldens.draw("vae/small/x", [2, 64, 4, 6]).channelsLast * 0.00390625
        expect("small.mid_resnet", encoder.midResnet(x).channelsFirst)
        expect("small.mid_attention", encoder.midAttention(x).channelsFirst)
        expect("small.encoder_tail", encoder.tail(x).channelsFirst)
        let input = ConsistI2VGoldens.draw("vae/downsample/x", [1, 32, 6, 10]).channelsLast
        try expect("downsample", #require(encoder.downsample(block: 0, input)).channelsFirst)
    }

    @Test func publishedConfigurationAsksForExactlyThePublishedTensors() throws {
        let keys = try KeyTable(SharedParity.path("specs/vae_keys.json"))
        _ = try loadWeights("vae", from: keys) {
            try StableDiffusionAutoencoder(AutoencoderConfig(), weights: $0)
        }
        #expect(keys.parameterCount == 83_653_863)
    }

    @Test func namesOfOlderFilesAreRead() throws {
        let renamed = ["to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"]
        let keys = try KeyTable(SharedParity.path("specs/vae_keys.json")).renaming { name, shape in
            guard name.contains("attentions.0.to_") else { return (name, shape) }
            let (newer, older) = renamed.first { name.contains($0.key + ".") }!
            return (
                name.replacingOccurrences(of: newer, with: older), shape.count == 2 ? shape + [1, 1] : shape
            )
        }
        _ = try loadWeights("vae", from: keys) {
            try StableDiffusionAutoencoder(AutoencoderConfig(), weights: $0)
        }
    }
}

@Suite(.enabled(if: SharedParity.isAvailable))
struct StableDiffusionTextEncoderTests {
    @Test func lastHiddenState() throws {
        let goldens = try ConsistI2VGoldens("text_encoder.safetensors")
        let config = try JSONDecoder().decode(
            TextEncoderConfig.self, from: ConsistI2VGoldens.json("text_tiny_config.json"))
        let network = try loadWeights("sd_text_encoder", from: SyntheticWeights()) {
            try StableDiffusionTextEncoder(config, weights: $0)
        }
        let ids = goldens.integers("input_ids")
        let rows = stride(from: 0, to: ids.count, by: 77).map { ids[$0..<$0 + 77].map { Int32($0) } }
        let closeness = try goldens.compare("last_hidden_state", network(rows))
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
        #expect(throws: NetworkError.self) { try network([[1000]]) }
        #expect(throws: NetworkError.self) { try network([Array(repeating: 1, count: 78)]) }
    }

    @Test func publishedConfigurationAsksForExactlyThePublishedTensors() throws {
        let keys = try KeyTable(SharedParity.path("specs/text_encoder_keys.json"))
        _ = try loadWeights("sd_text_encoder", from: keys) {
            try StableDiffusionTextEncoder(TextEncoderConfig(), weights: $0)
        }
    }
}
