import Checkpoints
import Tensor

/// Synthetic weights of which some are scaled, where raw ones would drive a network out of its range.
public struct ScaledWeights: WeightSource {
    private let factor: @Sendable (_ name: String, _ rank: Int) -> Float

    public init(_ factor: @escaping @Sendable (_ name: String, _ rank: Int) -> Float) { self.factor = factor }

    /// As the goldens of RAFT want them: no saturated context, flows that stay near the image.
    public static let raft = ScaledWeights { name, _ in
        if name.hasPrefix("fnet.conv2.") || name.hasPrefix("update_block.flow_head.conv2.") { return 0.25 }
        return name.hasPrefix("cnet.conv2.") ? 0.0625 : 1
    }

    /// As the goldens of AMT want them.
    public static let amt = ScaledWeights { name, rank in
        if rank == 1 && name.hasSuffix(".weight") { return 0.25 }
        if name.hasPrefix("decoder1.convblock.2.") { return 0.0625 }
        if name.hasPrefix("comb_block.2.") { return 0.03125 }
        if name.hasPrefix("feat_encoder.conv2.") { return 0.5 }
        let small = [".convblock.2.", ".flow_head.2.", ".feat_head.2."]
        return small.contains { name.contains($0) } ? 0.125 : 1
    }

    public var identity: WeightIdentity { SyntheticWeights().identity }
    public var names: Set<String>? { nil }
    public func shape(of name: String) -> [Int]? { nil }

    public func tensor(_ name: String, shape: [Int]) -> Tensor {
        let factor = factor(name, shape.count)
        let tensor = SyntheticWeights().tensor(name, shape: shape)
        return factor == 1 ? tensor : tensor * factor
    }
}
