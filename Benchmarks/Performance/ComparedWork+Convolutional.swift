import Checkpoints
import Networks
import Tensor

extension ComparedWork {
    private static func clips(_ name: String, _ shape: [Int]) -> Tensor {
        draw(name, shape).transposed([0, 2, 3, 4, 1])
    }

    static let i3d = ComparedWork(
        "i3d", "I3D", shape: "1×3×16×224×224", operations: 2 * 27_787_978_752
    ) {
        let network = try I3D.load(I3DConfig(), from: SyntheticWeights())
        let input = clips("i3d", [1, 3, 16, 224, 224])
        return { try network(input).logits }
    }

    static let inception = ComparedWork(
        "inception", "Inception v3 (FID)", shape: "16×3×299×299", operations: 16 * 2 * 5_711_168_096
    ) {
        let network = try InceptionV3.load(InceptionV3Config(), from: SyntheticWeights())
        let input = images("inception", [16, 3, 299, 299])
        return { try network.features(input) }
    }

    static let c3d = ComparedWork(
        "c3d", "C3D", shape: "1×3×16×112×112", operations: 2 * 38_547_378_176
    ) {
        let network = try C3D.load(C3DConfig(), from: SyntheticWeights())
        let input = clips("c3d", [1, 3, 16, 112, 112])
        return { try network(input).fc8 }
    }
}
