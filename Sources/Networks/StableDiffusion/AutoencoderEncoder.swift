import Checkpoints
import Tensor

/// Image to the mean and log-variance of its latent.
///
/// Shapes: `[N, H, W, 3]` in [-1, 1] to moments `[N, H/8, W/8, 8]` (channels 0…3 mean, 4…7 log-variance).
/// Source: AutoencoderKL of Stable Diffusion 2.1.
public struct AutoencoderEncoder: Network {
    public static let name = "sd_vae_encoder"

    private let convIn: Convolution2D
    private let blocks: [(resnets: [ResidualBlock2D], downsampler: Downsampler?)]
    private let mid: AutoencoderMidBlock
    private let normOut: GroupNorm
    private let convOut: Convolution2D
    private let quantConv: Convolution2D

    public init(_ config: AutoencoderConfig, weights root: WeightScope) throws {
        let (scope, widths, groups) = (root("encoder"), config.blockOutChannels, config.normNumGroups)
        convIn = try Convolution2D(
            scope("conv_in"), input: config.inChannels, output: widths[0], kernel: 3, padding: .all(1))
        blocks = try widths.indices.map { block in
            let below = scope("down_blocks")(block)
            let resnets = try (0..<config.layersPerBlock).map { layer in
                try ResidualBlock2D(
                    below("resnets")(layer), input: layer == 0 ? widths[max(block - 1, 0)] : widths[block],
                    output: widths[block], embedding: nil, groups: groups, epsilon: 1e-6)
            }
            let isLast = block == widths.count - 1
            let bottomRight = Padding2D(top: 0, left: 0, bottom: 1, right: 1)
            let downsampler =
                isLast
                ? nil
                : try Downsampler(below("downsamplers")(0), channels: widths[block], padding: bottomRight)
            return (resnets, downsampler)
        }
        let deepest = widths[widths.count - 1]
        mid = try AutoencoderMidBlock(scope("mid_block"), channels: deepest, groups: groups)
        normOut = try GroupNorm(scope("conv_norm_out"), groups: groups, channels: deepest, epsilon: 1e-6)
        convOut = try Convolution2D(
            scope("conv_out"), input: deepest, output: 2 * config.latentChannels, kernel: 3, padding: .all(1))
        quantConv = try Convolution2D(
            root("quant_conv"), input: 2 * config.latentChannels, output: 2 * config.latentChannels,
            kernel: 1,
            padding: .all(0))
    }

    public func callAsFunction(_ images: Tensor, trace: Trace? = nil) -> Tensor {
        var h = convIn(images)
        trace?.recordImages("encoder.conv_in", h)
        for (index, block) in blocks.enumerated() {
            for resnet in block.resnets { h = resnet(h) }
            if let downsampler = block.downsampler { h = downsampler(h) }
            trace?.recordImages("encoder.down_blocks.\(index)", h)
        }
        h = mid(h)
        trace?.recordImages("encoder.mid_block", h)
        return quantConv(tail(h))
    }

    /// `conv_out(silu(conv_norm_out(x)))`.
    package func tail(_ x: Tensor) -> Tensor { convOut(normOut(x, activation: .silu)) }

    /// One block's first downsampler, and the parts of the middle, for parity tests of single modules.
    package func downsample(block: Int, _ x: Tensor) -> Tensor? { blocks[block].downsampler?(x) }
    package func midResnet(_ x: Tensor) -> Tensor { mid.resnets[0](x) }
    package func midAttention(_ x: Tensor) -> Tensor { mid.attention(x) }
}
