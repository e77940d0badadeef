import Checkpoints
import Networks
import Tensor

extension ComparedWork {
    /// Networks of the motion metrics and of video-text agreement.
    static let motion = [raftPair, amtPair, viCLIPVideo]

    /// A frame of RGB values from 0 to `range`.
    private static func frame(_ name: String, side: Int, range: Float) -> Tensor {
        SyntheticWeights.unit("input:benchmark/" + name, shape: [1, 3, side, side])
            .transposed([0, 2, 3, 1]).mapped { ($0 + 1) * (range / 2) }
    }

    /// Two frames, as the published code takes them; within a clip a frame is encoded once for two pairs.
    private static let raftPair = ComparedWork(
        "raft_pair", "RAFT, 20 iterations", shape: "2×3×256×256", operations: 0.1365e12
    ) {
        let network = try RAFT.load(RAFTConfig(), from: BenchmarkWeights.raft)
        let (first, second) = (
            frame("raft_first", side: 256, range: 255), frame("raft_second", side: 256, range: 255)
        )
        return { try network(from: first, to: second).fine.transposed([0, 3, 1, 2]) }
    }

    private static let amtPair = ComparedWork(
        "amt_pair", "AMT-S", shape: "2×3×256×256", operations: 0.0121e12
    ) {
        let network = try AMT.load(AMTConfig(), from: BenchmarkWeights.amt)
        let (first, second) = (
            frame("amt_first", side: 256, range: 1), frame("amt_second", side: 256, range: 1)
        )
        return { try network(between: first, and: second).transposed([0, 3, 1, 2]) }
    }

    private static let viCLIPVideo = ComparedWork(
        "viclip_video", "ViCLIP ViT-L/14 video", shape: "1×8×3×224×224",
        operations: transformer(batch: 1, tokens: 2049, width: 1024, layers: 24)
            + 2 * (8 * 256 * 588 * 1024 + 1024 * 768)
    ) {
        let network = try ViCLIP.load(ViCLIPConfig(), from: SyntheticWeights())
        let clip = draw("viclip_video", [1, 8, 3, 224, 224]).transposed([0, 1, 3, 4, 2])
        return { try network.video(clip) }
    }
}

/// Synthetic weights of which the last layers are scaled, so that flows stay near the image: far outside of it, two
/// implementations that round differently would not give the same numbers.
private struct BenchmarkWeights: WeightSource {
    let factors: [(prefix: String, factor: Float)]

    static let raft = BenchmarkWeights(factors: [
        ("fnet.conv2.", 0.25), ("cnet.conv2.", 0.0625), ("update_block.flow_head.conv2.", 0.25),
    ])
    static let amt = BenchmarkWeights(factors: [
        ("feat_encoder.conv2.", 0.5), ("comb_block.2.", 0.03125), ("decoder1.convblock.2.", 0.0625),
        ("decoder2.convblock.2.", 0.125), ("decoder3.convblock.2.", 0.125),
        ("decoder4.convblock.2.", 0.125), ("update4.flow_head.2.", 0.125), ("update4.feat_head.2.", 0.125),
        ("update3.flow_head.2.", 0.125), ("update3.feat_head.2.", 0.125), ("update2.flow_head.2.", 0.125),
        ("update2.feat_head.2.", 0.125),
    ])

    var identity: WeightIdentity { SyntheticWeights().identity }
    var names: Set<String>? { nil }
    func shape(of name: String) -> [Int]? { nil }

    func tensor(_ name: String, shape: [Int]) -> Tensor {
        let tensor = SyntheticWeights().tensor(name, shape: shape)
        let factor = factors.first { name.hasPrefix($0.prefix) }?.factor
        // Slopes of leaking activations.
        let slope: Float? = factors.count > 3 && shape.count == 1 && name.hasSuffix(".weight") ? 0.25 : nil
        return (factor ?? slope).map { tensor * $0 } ?? tensor
    }
}
