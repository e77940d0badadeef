import Checkpoints
import Tensor

/// The denoiser of implicit semi-autoregressive video diffusion: Stable Diffusion 1.5's U-Net on every frame, with a
/// look-back module after each residual block and each transformer.
///
/// Frame 0 goes through with the others at the same timestep; what it holds is the sampler's choice. Names of the image
/// model's weights are Stable Diffusion's; look-back modules are `resnet_look_backs.N` and `attention_look_backs.N`
/// beside the layers they follow. With adapters of zeros every frame is predicted as the image model predicts it.
/// Shapes: sample `[B, F, h, w, 4]`, result `[P, F, h, w, 4]` for P prompts, B dividing P.
/// Source: "Implicit Semi-Auto-Regressive Image-to-Video Diffusion", section 2. No weights were published.
public struct LookBackUNet: Network {
    public static let name = "lookback_unet"

    public let config: LookBackConfig
    private let timeEmbedding: TimestepEmbedding
    private let trunk: UNetTrunk<LookBackPass>
    private let projectors: [UNetLayerFactory.TextProjector]

    public init(_ config: LookBackConfig, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        var factory = LookBackLayerFactory(config: config)
        timeEmbedding = try TimestepEmbedding(
            scope("time_embedding"), width: config.blockOutChannels[0], output: factory.embeddingWidth)
        trunk = try UNetTrunk(
            scope, input: config.inChannels, output: config.outChannels, widths: config.blockOutChannels,
            groups: config.normNumGroups, epsilon: config.normEps
        ) { scope, index in
            let block = try LookBackDownBlock(scope, index: index, factory: &factory)
            return { block($0, $1) }
        } mid: { scope in
            let block = try LookBackMidBlock(scope, factory: &factory)
            return { block($0, $1) }
        } up: { scope, index in
            let block = try LookBackUpBlock(scope, index: index, factory: &factory)
            return { block($0, skips: &$1, $2) }
        }
        projectors = factory.projectors
    }

    /// Projects prompts `[P, T, D]` to the keys and values of every text attention.
    public func prepare(text: Tensor) -> TextContext {
        TextContext(batch: text.shape[0], projections: projectors.map { $0(text) })
    }

    /// Noise prediction for all frames.
    ///
    /// - Parameter holdsFirstFrame: whether frame 0 leaves every look-back module as it came, so that it is predicted
    ///   as the image model predicts it.
    public func callAsFunction(
        sample: Tensor, text: TextContext, timestep: Int, holdsFirstFrame: Bool = false,
        trace: Trace? = nil
    ) throws -> Tensor {
        let shape = sample.shape
        guard shape.count == 5, shape[4] == config.inChannels, shape.allSatisfy({ $0 > 0 }),
            text.batch % shape[0] == 0
        else {
            throw NetworkError.input(
                network: Self.name,
                expected: "sample [B, F, h, w, \(config.inChannels)] and a multiple of B prompts",
                found: "\(shape) and \(text.batch) prompts")
        }
        let pass = LookBackPass(
            unet: UNetPass(
                frames: shape[1], conditioning: FirstFrameConditioning(spatial: false, temporal: false),
                text: text, activatedEmbedding: timeEmbedding([timestep]).activated(.silu), trace: trace),
            holdsFirstFrame: holdsFirstFrame)
        let output = trunk(sample.reshaped([shape[0] * shape[1]] + shape[2...]), pass, trace: trace)
        return output.reshaped([-1, shape[1]] + output.shape[1...])
    }
}
