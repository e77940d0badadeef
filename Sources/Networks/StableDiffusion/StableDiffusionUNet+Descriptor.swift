import Checkpoints
import Tensor

extension NetworkDescriptor {
    /// The registry's entry for Stable Diffusion's U-Net.
    static let stableDiffusionUNet = NetworkDescriptor(
        id: StableDiffusionUNet.name, title: "Stable Diffusion 2.1-base U-Net", parameters: 865_910_724,
        inputs: [
            NetworkInput("sample", "B×4×h×w, floating-point"),
            NetworkInput("text", "B×L×1024, floating-point"), NetworkInput("timestep", "1, integer"),
        ],
        outputs: ["out"], published: StableDiffusionUNetConfig()
    ) { config, weights, inputs, trace in
        let name = StableDiffusionUNet.name
        let sample = try inputs.requiredReal("sample", "B×C×h×w", network: name)
        let text = try inputs.requiredReal("text", "B×L×D", network: name)
        let timestep = try inputs.requiredInteger("timestep", network: name)
        guard text.width == config.crossAttentionDim else {
            throw NetworkError.input(
                network: name, expected: "text of width \(config.crossAttentionDim)", found: "\(text.shape)")
        }
        let network = try StableDiffusionUNet.load(config, from: weights)
        let output = try network(
            sample: sample.transposed([0, 2, 3, 1]), text: network.prepare(text: text), timestep: timestep,
            trace: trace)
        return ["out": output.transposed([0, 3, 1, 2])]
    }
}
