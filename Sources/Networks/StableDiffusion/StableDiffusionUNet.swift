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
    private let timeEmbedding: TimestepEmbedding
    private let trunk: UNetTrunk<UNetPass>
    private let projectors: [UNetLayerFactory.TextProjector]

    public init(_ config: StableDiffusionUNetConfig, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        var factory = UNetLayerFactory(config: config.blocks)
        timeEmbedding = try TimestepEmbedding(
            scope("time_embedding"), width: config.blockOutChannels[0], output: factory.embeddingWidth)
        trunk = try UNetTrunk(scope, factory: &factory)
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
        return trunk(sample, pass, trace: trace)
    }
}
