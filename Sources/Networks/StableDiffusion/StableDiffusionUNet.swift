import Checkpoints
import Tensor

/// Stable Diffusion's denoiser of images, out of the blocks of the video U-Net without their temporal parts.
///
/// Whatever guidance copies share before the first text attention is computed once.
/// Shapes: sample `[B, h, w, 4]`, result `[P, h, w, 4]` for P prompts, B dividing P.
/// Source: arXiv 2112.10752; UNet2DConditionModel (diffusers), Stable Diffusion 2.1-base configuration.
public struct StableDiffusionUNet: Network {
    public static let name = "sd_unet"

    public let config: StableDiffusionUNetConfig
    private let convIn: Convolution2D
    private let timeEmbedding: TimestepEmbedding
    private let downBlocks: [UNetDownBlock]
    private let midBlock: UNetMidBlock
    private let upBlocks: [UNetUpBlock]
    private let normOut: GroupNorm
    private let convOut: Convolution2D
    private let projectors: [UNetLayerFactory.TextProjector]

    public init(_ config: StableDiffusionUNetConfig, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        var factory = UNetLayerFactory(config: config.blocks)
        let first = config.blockOutChannels[0]
        convIn = try Convolution2D(
            scope("conv_in"), input: config.inChannels, output: first, kernel: 3, padding: .all(1))
        timeEmbedding = try TimestepEmbedding(
            scope("time_embedding"), width: first, output: factory.embeddingWidth)
        downBlocks = try config.blockOutChannels.indices.map {
            try UNetDownBlock(scope("down_blocks")($0), index: $0, factory: &factory)
        }
        midBlock = try UNetMidBlock(scope("mid_block"), factory: &factory)
        upBlocks = try config.blockOutChannels.indices.map {
            try UNetUpBlock(scope("up_blocks")($0), index: $0, factory: &factory)
        }
        normOut = try GroupNorm(
            scope("conv_norm_out"), groups: config.normNumGroups, channels: first,
            epsilon: Float(config.normEps))
        convOut = try Convolution2D(
            scope("conv_out"), input: first, output: config.outChannels, kernel: 3, padding: .all(1))
        projectors = factory.transformers
    }

    /// Projects prompts `[P, T, D]` to the keys and values of every text attention.
    public func prepare(text: Tensor) -> TextContext {
        TextContext(batch: text.shape[0], projections: projectors.map { $0(text) })
    }

    /// Noise prediction.
    /// - Throws: `NetworkError.input` for shapes that do not fit.
    public func callAsFunction(
        sample: Tensor, text: TextContext, timestep: Int, trace: Trace? = nil
    ) throws -> Tensor {
        let shape = sample.shape
        guard shape.count == 4, shape[3] == config.inChannels, shape.allSatisfy({ $0 > 0 }),
            text.batch % shape[0] == 0
        else {
            throw NetworkError.input(
                network: Self.name,
                expected: "sample [B, h, w, \(config.inChannels)] and a multiple of B prompts",
                found: "\(shape) and \(text.batch) prompts")
        }
        let pass = UNetPass(
            frames: 1, conditioning: FirstFrameConditioning(spatial: false, temporal: false), text: text,
            activatedEmbedding: timeEmbedding([timestep]).activated(.silu), trace: trace)
        return convOut(normOut(body(convIn(sample), pass), activation: .silu))
    }

    private func body(_ x: Tensor, _ pass: UNetPass) -> Tensor {
        pass.trace?.recordImages("conv_in", x)
        var (h, skips) = (x, [x])
        for (index, block) in downBlocks.enumerated() {
            skips += block(h, pass)
            h = skips[skips.count - 1]
            pass.trace?.recordImages("down_blocks.\(index)", h)
        }
        h = midBlock(h, pass)
        pass.trace?.recordImages("mid_block", h)
        for (index, block) in upBlocks.enumerated() {
            h = block(h, skips: &skips, pass)
            pass.trace?.recordImages("up_blocks.\(index)", h)
        }
        return h
    }
}
