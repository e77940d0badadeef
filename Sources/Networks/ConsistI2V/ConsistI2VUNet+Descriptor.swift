import Checkpoints
import Tensor

extension NetworkDescriptor {
    /// The registry's entry for the ConsistI2V U-Net.
    static let consistI2VUNet = NetworkDescriptor(
        id: ConsistI2VUNet.name, title: "ConsistI2V U-Net", parameters: 1_249_975_241,
        inputs: [
            NetworkInput("sample", "B×4×(F-1)×h×w, floating-point"),
            NetworkInput("first_frame", "B×4×1×h×w, floating-point"),
            NetworkInput("text", "B×L×1024, floating-point"),
            NetworkInput("timestep", "1, integer"),
            NetworkInput("frame_stride", "1, integer"),
        ],
        outputs: ["out"], published: ConsistI2VConfig()
    ) { config, weights, inputs, trace in
        let name = ConsistI2VUNet.name
        let sample = try inputs.requiredReal("sample", "B×C×F×h×w", network: name)
        let firstFrame = try inputs.requiredReal("first_frame", "B×C×1×h×w", network: name)
        let text = try inputs.requiredReal("text", "B×L×D", network: name)
        let timestep = try inputs.requiredInteger("timestep", network: name)
        let frameStride = try inputs.requiredInteger("frame_stride", network: name)
        guard text.width == config.crossAttentionDim else {
            throw NetworkError.input(
                network: name, expected: "text of width \(config.crossAttentionDim)", found: "\(text.shape)")
        }
        let network = try ConsistI2VUNet.load(config, from: weights)
        let output = try network(
            sample: sample.transposed([0, 2, 3, 4, 1]), firstFrame: firstFrame.transposed([0, 2, 3, 4, 1]),
            text: network.prepare(text: text), timestep: timestep, frameStride: frameStride, trace: trace)
        return ["out": output.transposed([0, 4, 1, 2, 3])]
    }
}
