import Checkpoints
import Tensor

/// What stays the same through one forward.
struct LookBackPass: Sendable {
    let unet: UNetPass
    /// Whether frame 0 leaves every look-back module as it came.
    let holdsFirstFrame: Bool

    func lookBack(_ module: LookBackModule, _ h: Tensor) -> Tensor {
        module(h, frames: unet.frames, holdsFirstFrame: holdsFirstFrame)
    }
}

/// One layer of the image model with its look-back modules: residual block, module, and (except in the deepest
/// blocks) transformer, module.
struct LookBackLayer: Sendable {
    let resnet: ResidualBlock2D
    let resnetLookBack: LookBackModule
    let transformer: SpatialTransformer?
    let transformerLookBack: LookBackModule?

    func callAsFunction(_ x: Tensor, _ pass: LookBackPass) -> Tensor {
        let h = pass.lookBack(
            resnetLookBack, resnet(x, activatedEmbedding: pass.unet.activatedEmbedding))
        guard let transformer, let transformerLookBack else { return h }
        return pass.lookBack(transformerLookBack, transformer(h, pass.unet))
    }
}

/// Takes layers from the checkpoint and numbers their transformers, in the order of the network.
struct LookBackLayerFactory {
    let config: LookBackConfig
    private(set) var projectors: [UNetLayerFactory.TextProjector] = []

    init(config: LookBackConfig) { self.config = config }

    var embeddingWidth: Int { 4 * config.blockOutChannels[0] }

    func resnet(_ scope: WeightScope, input: Int, output: Int) throws -> ResidualBlock2D {
        try ResidualBlock2D(
            scope, input: input, output: output, embedding: embeddingWidth, groups: config.normNumGroups,
            epsilon: Float(config.normEps))
    }

    mutating func transformer(_ scope: WeightScope, channels: Int, heads: Int) throws -> SpatialTransformer {
        let transformer = try SpatialTransformer(
            scope, channels: channels, heads: heads, contextIndex: projectors.count,
            shape: TransformerShape(
                groups: config.normNumGroups, textWidth: config.crossAttentionDim,
                hasLinearProjection: config.useLinearProjection))
        projectors.append { transformer.project(text: $0) }
        return transformer
    }

    func lookBack(_ scope: WeightScope, channels: Int) throws -> LookBackModule {
        try LookBackModule(
            scope, channels: channels, depth: config.lookBackDepth, kernel: config.lookBackKernel)
    }

    /// Layer `index` of the block at `scope`; `heads` is nil in blocks without transformers.
    mutating func layer(_ scope: WeightScope, _ index: Int, input: Int, output: Int, heads: Int?) throws
        -> LookBackLayer
    {
        LookBackLayer(
            resnet: try resnet(scope("resnets")(index), input: input, output: output),
            resnetLookBack: try lookBack(scope("resnet_look_backs")(index), channels: output),
            transformer: try heads.map {
                try transformer(scope("attentions")(index), channels: output, heads: $0)
            },
            transformerLookBack: try heads.map { _ in
                try lookBack(scope("attention_look_backs")(index), channels: output)
            })
    }
}
