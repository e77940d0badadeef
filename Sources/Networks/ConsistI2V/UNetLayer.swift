import Checkpoints
import Tensor

/// One layer of a U-Net block: residual block, temporal convolutions, and (except in the deepest blocks) the
/// spatial and the temporal transformer. U-Nets for images have no temporal parts.
package struct UNetLayer: Sendable {
    package let resnet: ResidualBlock2D
    package let temporalBlock: TemporalResidualBlock?
    package let spatial: SpatialTransformer?
    package let temporal: TemporalTransformer?

    package func callAsFunction(_ x: Tensor, _ pass: UNetPass) -> Tensor {
        var h = resnet(x, activatedEmbedding: pass.activatedEmbedding)
        if let temporalBlock { h = temporalBlock(h, frames: pass.frames) }
        if let spatial { h = spatial(h, pass) }
        if let temporal { h = temporal(h, pass) }
        return h
    }
}

/// Takes layers from the checkpoint and numbers their transformers, in the order of the network.
package struct UNetLayerFactory {
    package let config: ConsistI2VConfig
    package private(set) var transformers: [TextProjector] = []

    /// Projects prompts to the keys and values of one transformer.
    package typealias TextProjector = @Sendable (Tensor) -> (keys: Tensor, values: Tensor)

    var embeddingWidth: Int { 4 * config.blockOutChannels[0] }

    package init(config: ConsistI2VConfig) { self.config = config }

    package func resnet(_ scope: WeightScope, input: Int, output: Int) throws -> ResidualBlock2D {
        try ResidualBlock2D(
            scope, input: input, output: output, embedding: embeddingWidth, groups: config.normNumGroups,
            epsilon: Float(config.normEps))
    }

    package mutating func spatial(_ scope: WeightScope, channels: Int, heads: Int) throws
        -> SpatialTransformer
    {
        let transformer = try SpatialTransformer(
            scope, channels: channels, heads: heads, contextIndex: transformers.count,
            shape: config.transformerShape)
        transformers.append { transformer.project(text: $0) }
        return transformer
    }

    package mutating func temporal(_ scope: WeightScope, channels: Int) throws -> TemporalTransformer {
        let transformer = try TemporalTransformer(
            scope, channels: channels, contextIndex: transformers.count, config: config)
        transformers.append { transformer.project(text: $0) }
        return transformer
    }

    /// Layer `index` of the block at `scope`; `heads` is nil in blocks without transformers.
    package mutating func layer(
        _ scope: WeightScope, _ index: Int, input: Int, output: Int, heads: Int?
    ) throws -> UNetLayer {
        UNetLayer(
            resnet: try resnet(scope("resnets")(index), input: input, output: output),
            temporalBlock: config.useTemporal
                ? try TemporalResidualBlock(scope("conv3ds")(index), channels: output) : nil,
            spatial: try heads.map { try spatial(scope("attentions")(index), channels: output, heads: $0) },
            temporal: heads != nil && config.useTemporal
                ? try temporal(scope("tempo_attns")(index), channels: output) : nil)
    }
}
