import Checkpoints
import Tensor

/// Residual block, attention, residual block at the VAE's smallest size. Shapes: `[N, H, W, C]` to the same.
struct AutoencoderMidBlock: Sendable {
    let resnets: [ResidualBlock2D]
    let attention: AutoencoderAttention

    init(_ scope: WeightScope, channels: Int, groups: Int) throws {
        resnets = try (0..<2).map {
            try ResidualBlock2D(
                scope("resnets")($0), input: channels, output: channels, embedding: nil, groups: groups,
                epsilon: 1e-6)
        }
        attention = try AutoencoderAttention(scope("attentions")(0), channels: channels, groups: groups)
    }

    func callAsFunction(_ x: Tensor) -> Tensor { resnets[1](attention(resnets[0](x))) }
}
