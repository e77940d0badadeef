import Checkpoints
import Tensor

extension AMT {
    /// The padding, by repetition, that brings frames to sides that the network takes at a scale.
    public static func padding(height: Int, width: Int, scale: Double = 1) -> Padding2D {
        .toMultiples(of: Int(Double(AMTConfig.unit) / scale), height: height, width: width)
    }
}

extension NetworkDescriptor {
    static let amtS = NetworkDescriptor(
        id: AMT.name, title: "AMT-S frame interpolation", parameters: 2_990_543,
        inputs: [
            NetworkInput("image0", "B×3×H×W, RGB 0…255 (or bytes H×W×3), padded to multiples of 16"),
            NetworkInput("image1", "the same for the second frame"),
        ],
        outputs: ["imgt_pred"], published: AMTConfig()
    ) { config, weights, inputs, trace in
        let first = try inputs.requiredFrames("image0", network: AMT.name)
        let second = try inputs.requiredFrames("image1", network: AMT.name)
        let network = try AMT.load(config, from: weights)
        let padding = AMT.padding(height: first.shape[1], width: first.shape[2])
        func prepared(_ frames: Tensor) -> Tensor { frames.mapped { $0 / 255 }.replicatePadded(padding) }
        let middle = try network(between: prepared(first), and: prepared(second), trace: trace)
        return ["imgt_pred": middle.cropped(padding).transposed([0, 3, 1, 2])]
    }
}
