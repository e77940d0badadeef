import Checkpoints
import Tensor

extension NetworkDescriptor {
    static let clipViTB32 = NetworkDescriptor(
        id: CLIP.name, title: "CLIP ViT-B/32, image and text", parameters: 151_277_313,
        inputs: [
            NetworkInput("image", "B×3×R×R, normalised, R = image_resolution"),
            NetworkInput("tokens", "N×T integers, T = context_length"),
        ],
        outputs: ["image.features", "text.features"], published: CLIPConfig()
    ) { config, weights, inputs, trace in
        let image = try inputs.real("image", "B×3×R×R", network: CLIP.name)
        let tokens = try inputs.tokenRows("tokens", network: CLIP.name)
        let network = try CLIP.load(config, from: weights)
        var outputs: [String: Tensor] = [:]
        outputs["image.features"] = try image.map {
            try network.image($0.transposed([0, 2, 3, 1]), trace: trace)
        }
        outputs["text.features"] = try tokens.map { try network.text($0, trace: trace) }
        if let trace, let images = outputs["image.features"], let texts = outputs["text.features"] {
            let unit = (images.unitRows(), texts.unitRows())
            trace.record("cosine.image_text", Linear(weight: unit.1, bias: nil)(unit.0))
        }
        return outputs
    }
}
