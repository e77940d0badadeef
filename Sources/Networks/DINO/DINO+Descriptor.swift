import Checkpoints
import Tensor

extension NetworkDescriptor {
    static let dinoViTB16 = NetworkDescriptor(
        id: DINO.name, title: "DINO ViT-B/16", parameters: 85_798_656,
        inputs: [
            NetworkInput("image", "B×3×H×W, normalised"),
            NetworkInput("wide", "B×3×H×W, normalised; outputs carry the prefix wide."),
        ],
        outputs: ["cls"], published: DINOConfig()
    ) { config, weights, inputs, trace in
        let network = try DINO.load(config, from: weights)
        var outputs: [String: Tensor] = [:]
        for (name, prefix) in [("image", ""), ("wide", "wide.")] {
            guard let image = try inputs.real(name, "B×3×H×W", network: DINO.name) else { continue }
            let stages = trace.map { _ in Trace() }
            outputs[prefix + "cls"] = try network(image.transposed([0, 2, 3, 1]), trace: stages)
            for stage in stages?.tensors ?? [] { trace?.record(prefix + stage.name, stage.tensor) }
        }
        return outputs
    }
}
