import Checkpoints
import Media
import Tensor

extension NetworkDescriptor {
    static let inceptionV3FID = NetworkDescriptor(
        id: InceptionV3.name, title: "Inception v3 of Fréchet inception distance", parameters: 23_885_392,
        inputs: [
            NetworkInput("x", "B×3×H×W, resized and scaled to about -1…1, floating-point"),
            NetworkInput("image", "B×3×H×W bytes 0…255, integer; prepared as torch-fidelity does"),
        ],
        outputs: ["pool3", "logits", "logits_unbiased"], published: InceptionV3Config(),
        renamed: InceptionV3.renamed
    ) { config, weights, inputs, trace in
        let network = try InceptionV3.load(config, from: weights)
        var images = try inputs.real("x", "B×3×H×W", network: InceptionV3.name)?.transposed([0, 2, 3, 1])
        if images == nil, let frames = try inputs.images("image", network: InceptionV3.name) {
            let prepared = Preprocessing.inceptionTorchFidelity(side: config.imageSize)(frames)
            trace?.recordImages("resized", prepared)
            images = prepared
        }
        guard let images else {
            throw NetworkError.input(
                network: InceptionV3.name, expected: "an input named x or image",
                found: inputs.values.keys.sorted().joined(separator: ", "))
        }
        let output = try network(images, trace: trace)
        return [
            "pool3": output.pool3, "logits": output.logits, "logits_unbiased": output.unbiasedLogits,
        ]
    }
}
