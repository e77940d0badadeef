import Checkpoints
import Tensor

/// Latent (already divided by the scaling factor) to image.
///
/// Shapes: `[N, h, w, 4]` to `[N, 8h, 8w, 3]`, about [-1, 1], not clamped.
/// Source: AutoencoderKL of Stable Diffusion 2.1.
public struct AutoencoderDecoder: Network {
    public static let name = "sd_vae_decoder"

    private let postQuantConv: Convolution2D
    private let convIn: Convolution2D
    private let mid: AutoencoderMidBlock
    private let blocks: [(resnets: [ResidualBlock2D], upsampler: Upsampler?)]
    private let normOut: GroupNorm
    private let convOut: Convolution2D

    public init(_ config: AutoencoderConfig, weights root: WeightScope) throws {
        let scope = root("decoder")
        let (widths, groups) = (Array(config.blockOutChannels.reversed()), config.normNumGroups)
        let latent = config.latentChannels
        postQuantConv = try Convolution2D(
            root("post_quant_conv"), input: latent, output: latent, kernel: 1, padding: .all(0))
        convIn = try Convolution2D(
            scope("conv_in"), input: latent, output: widths[0], kernel: 3, padding: .all(1))
        mid = try AutoencoderMidBlock(scope("mid_block"), channels: widths[0], groups: groups)
        blocks = try widths.indices.map { block in
            let below = scope("up_blocks")(block)
            let resnets = try (0...config.layersPerBlock).map { layer in
                try ResidualBlock2D(
                    below("resnets")(layer), input: layer == 0 ? widths[max(block - 1, 0)] : widths[block],
                    output: widths[block], embedding: nil, groups: groups, epsilon: 1e-6)
            }
            let isLast = block == widths.count - 1
            return (resnets, isLast ? nil : try Upsampler(below("upsamplers")(0), channels: widths[block]))
        }
        let last = widths[widths.count - 1]
        normOut = try GroupNorm(scope("conv_norm_out"), groups: groups, channels: last, epsilon: 1e-6)
        convOut = try Convolution2D(
            scope("conv_out"), input: last, output: config.outChannels, kernel: 3, padding: .all(1))
    }

    public func callAsFunction(_ latents: Tensor, trace: Trace? = nil) -> Tensor {
        var h = mid(convIn(postQuantConv(latents)))
        trace?.recordImages("decoder.mid_block", h)
        for (index, block) in blocks.enumerated() {
            for resnet in block.resnets { h = resnet(h) }
            if let upsampler = block.upsampler { h = upsampler(h) }
            trace?.recordImages("decoder.up_blocks.\(index)", h)
        }
        return convOut(normOut(h, activation: .silu))
    }
}
