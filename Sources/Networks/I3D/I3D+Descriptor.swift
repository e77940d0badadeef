import Checkpoints
import Tensor

extension NetworkDescriptor {
    static let i3dKinetics400 = NetworkDescriptor(
        id: I3D.name, title: "I3D, Kinetics-400", parameters: 12_711_824,
        inputs: [NetworkInput("x", "B×3×T×H×W in [-1, 1], floating-point; normally 16×224×224")],
        outputs: ["logits", "avg_pool"], published: I3DConfig(), renamed: I3D.renamed
    ) { config, weights, inputs, trace in
        let clips = try inputs.requiredReal("x", "B×3×T×H×W", network: I3D.name)
            .transposed([0, 2, 3, 4, 1])
        let network = try I3D.load(config, from: weights)
        let extent = Extent3D(clips.shape[1], clips.shape[2], clips.shape[3])
        // Stages can be had of clips that are too small for the classifier; outputs cannot.
        if let trace, !network.takes(extent) {
            trace.recordVideos("pre_pool", try network.activations(clips, trace: trace))
            return [:]
        }
        let output = try network(clips, trace: trace)
        return ["logits": output.logits, "avg_pool": output.averagePool]
    }
}
