import Checkpoints
import Tensor

extension NetworkDescriptor {
    /// The registry's entry for the look-back U-Net.
    static let lookBackUNet = NetworkDescriptor(
        id: LookBackUNet.name, title: "Look-back U-Net", parameters: 5_221_511_364,
        inputs: [
            NetworkInput("sample", "B×4×F×h×w, floating-point"),
            NetworkInput("text", "B×L×768, floating-point"), NetworkInput("timestep", "1, integer"),
        ],
        outputs: ["out"], published: LookBackConfig()
    ) { config, weights, inputs, trace in
        let name = LookBackUNet.name
        let sample = try inputs.requiredReal("sample", "B×C×F×h×w", network: name)
        let text = try inputs.requiredReal("text", "B×L×D", network: name)
        let timestep = try inputs.requiredInteger("timestep", network: name)
        guard text.width == config.crossAttentionDim else {
            throw NetworkError.input(
                network: name, expected: "text of width \(config.crossAttentionDim)", found: "\(text.shape)")
        }
        let network = try LookBackUNet.load(config, from: weights)
        let output = try network(
            sample: sample.transposed([0, 2, 3, 4, 1]), text: network.prepare(text: text),
            timestep: timestep, trace: trace)
        return ["out": output.transposed([0, 4, 1, 2, 3])]
    }
}
