import Checkpoints
import Tensor

extension NetworkDescriptor {
    /// The registry's entry for the encoder half of Stable Diffusion's VAE.
    static let stableDiffusionEncoder = NetworkDescriptor(
        id: AutoencoderEncoder.name, title: "Stable Diffusion VAE, encoder", parameters: 34_163_664,
        inputs: [NetworkInput("image", "N×3×H×W in [-1, 1], floating-point")], outputs: ["moments"],
        published: AutoencoderConfig()
    ) { config, weights, inputs, trace in
        let name = AutoencoderEncoder.name
        let image = try inputs.requiredReal("image", "N×3×H×W", network: name)
        try requireImage(image, channels: config.inChannels, multiple: config.reduction, network: name)
        let encoder = try AutoencoderEncoder.load(config, from: weights) {
            $0.hasPrefix("decoder.") || $0.hasPrefix("post_quant_conv.")
        }
        let moments = encoder(image.transposed([0, 2, 3, 1]), trace: trace)
        let (mean, deviation) = StableDiffusionAutoencoder.split(moments)
        trace?.recordImages("mean", mean)
        trace?.recordImages("std", deviation)
        return ["moments": moments.transposed([0, 3, 1, 2])]
    }

    /// The registry's entry for the decoder half of Stable Diffusion's VAE.
    static let stableDiffusionDecoder = NetworkDescriptor(
        id: AutoencoderDecoder.name, title: "Stable Diffusion VAE, decoder", parameters: 49_490_199,
        inputs: [NetworkInput("z", "N×4×h×w without the scaling factor, floating-point")],
        outputs: ["decoded"],
        published: AutoencoderConfig()
    ) { config, weights, inputs, trace in
        let name = AutoencoderDecoder.name
        let latents = try inputs.requiredReal("z", "N×4×h×w", network: name)
        try requireImage(latents, channels: config.latentChannels, multiple: 1, network: name)
        let decoder = try AutoencoderDecoder.load(config, from: weights) {
            $0.hasPrefix("encoder.") || $0.hasPrefix("quant_conv.")
        }
        return ["decoded": decoder(latents.transposed([0, 2, 3, 1]), trace: trace).transposed([0, 3, 1, 2])]
    }

    /// The registry's entry for the text encoder.
    static let stableDiffusionTextEncoder = NetworkDescriptor(
        id: StableDiffusionTextEncoder.name, title: "OpenCLIP ViT-H/14 text encoder", parameters: 340_387_840,
        inputs: [NetworkInput("tokens", "N×T, T at most 77, integer")], outputs: ["last_hidden_state"],
        published: TextEncoderConfig()
    ) { config, weights, inputs, trace in
        let name = StableDiffusionTextEncoder.name
        let tokens = try inputs.requiredTokenRows("tokens", network: name)
        return [
            "last_hidden_state": try StableDiffusionTextEncoder.load(config, from: weights)(
                tokens, trace: trace)
        ]
    }

    private static func requireImage(_ image: Tensor, channels: Int, multiple: Int, network: String) throws {
        let shape = image.shape
        guard shape[1] == channels, shape[2] % multiple == 0, shape[3] % multiple == 0 else {
            throw NetworkError.input(
                network: network,
                expected: "\(channels) channels"
                    + (multiple > 1 ? " and sides that are multiples of \(multiple)" : ""),
                found: shape.map(String.init).joined(separator: "×"))
        }
    }
}
