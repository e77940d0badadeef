import Checkpoints
import Foundation
import Generators
import Networks
import Tensor
import TestSupport

/// The three networks of the pipeline goldens: tiny configurations, synthetic weights.
struct TinyModel: Sendable {
    let unet: ConsistI2VUNet
    let autoencoder: StableDiffusionAutoencoder
    let textEncoder: StableDiffusionTextEncoder

    init() throws {
        unet = try Self.load("unet_tiny_config.json") { try ConsistI2VUNet($0, weights: $1) }
        autoencoder = try Self.load("vae_tiny_config.json") {
            try StableDiffusionAutoencoder($0, weights: $1)
        }
        textEncoder = try Self.load("text_tiny_config.json") {
            try StableDiffusionTextEncoder($0, weights: $1)
        }
    }

    private static func load<Config: Decodable, Network>(
        _ file: String, _ build: (Config, WeightScope) throws -> Network
    ) throws -> Network {
        let path = SharedParity.path("parity/consisti2v/\(file)")
        let config = try JSONDecoder().decode(
            Config.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        return try loadWeights(file, from: SyntheticWeights()) { try build(config, $0) }
    }

    /// The embedding of ids padded with zeros to 77: `[1, 77, D]`.
    func embed(_ ids: [Int32]) throws -> Tensor {
        try textEncoder([ids + [Int32](repeating: 0, count: 77 - ids.count)])
    }
}
