import Checkpoints
import Tensor

/// Layers at one resolution and the step to the next smaller one. Every result is kept as a skip connection.
struct LookBackDownBlock: Sendable {
    let layers: [LookBackLayer]
    let downsampler: Downsampler?

    init(_ scope: WeightScope, index: Int, factory: inout LookBackLayerFactory) throws {
        let config = factory.config
        let (widths, isLast) = (config.blockOutChannels, index == config.blockOutChannels.count - 1)
        var layers: [LookBackLayer] = []
        for layer in 0..<config.layersPerBlock {
            layers.append(
                try factory.layer(
                    scope, layer, input: layer == 0 ? widths[max(index - 1, 0)] : widths[index],
                    output: widths[index], heads: isLast ? nil : config.attentionHeadDim[index]))
        }
        self.layers = layers
        downsampler =
            isLast
            ? nil : try Downsampler(scope("downsamplers")(0), channels: widths[index], padding: .all(1))
    }

    func callAsFunction(_ x: Tensor, _ pass: LookBackPass) -> [Tensor] {
        var (skips, h) = ([Tensor](), x)
        for layer in layers {
            h = layer(h, pass)
            skips.append(h)
        }
        if let downsampler { skips.append(downsampler(h)) }
        return skips
    }
}

/// The middle of the U-Net: residual block, transformer, residual block, each with a look-back module behind it.
struct LookBackMidBlock: Sendable {
    let resnets: [ResidualBlock2D]
    let resnetLookBacks: [LookBackModule]
    let transformer: SpatialTransformer
    let transformerLookBack: LookBackModule

    init(_ scope: WeightScope, factory: inout LookBackLayerFactory) throws {
        let config = factory.config
        let deepest = config.blockOutChannels.count - 1
        let (width, heads) = (config.blockOutChannels[deepest], config.attentionHeadDim[deepest])
        resnets = try [0, 1].map { [factory] in
            try factory.resnet(scope("resnets")($0), input: width, output: width)
        }
        resnetLookBacks = try [0, 1].map { [factory] in
            try factory.lookBack(scope("resnet_look_backs")($0), channels: width)
        }
        transformer = try factory.transformer(scope("attentions")(0), channels: width, heads: heads)
        transformerLookBack = try factory.lookBack(scope("attention_look_backs")(0), channels: width)
    }

    func callAsFunction(_ x: Tensor, _ pass: LookBackPass) -> Tensor {
        let embedding = pass.unet.activatedEmbedding
        var h = pass.lookBack(resnetLookBacks[0], resnets[0](x, activatedEmbedding: embedding))
        h = pass.lookBack(transformerLookBack, transformer(h, pass.unet))
        return pass.lookBack(resnetLookBacks[1], resnets[1](h, activatedEmbedding: embedding))
    }
}

/// Layers that take a skip connection each, and the step to the next larger resolution.
struct LookBackUpBlock: Sendable {
    let layers: [LookBackLayer]
    let upsampler: Upsampler?

    init(_ scope: WeightScope, index: Int, factory: inout LookBackLayerFactory) throws {
        let config = factory.config
        let widths = config.blockOutChannels
        let level = widths.count - 1 - index
        let previous = widths[min(level + 1, widths.count - 1)]
        var layers: [LookBackLayer] = []
        for layer in 0...config.layersPerBlock {
            let skip = layer == config.layersPerBlock ? widths[max(level - 1, 0)] : widths[level]
            layers.append(
                try factory.layer(
                    scope, layer, input: (layer == 0 ? previous : widths[level]) + skip,
                    output: widths[level], heads: index == 0 ? nil : config.attentionHeadDim[level]))
        }
        self.layers = layers
        upsampler = level == 0 ? nil : try Upsampler(scope("upsamplers")(0), channels: widths[level])
    }

    /// Takes this block's skips off the end of `skips`; the enlargement goes to the size of the next one.
    func callAsFunction(_ x: Tensor, skips: inout [Tensor], _ pass: LookBackPass) -> Tensor {
        var h = x
        for layer in layers {
            let skip = skips.removeLast()
            h = layer(.joined(h, skip.tiled(h.shape[0] / skip.shape[0])), pass)
        }
        guard let upsampler, let next = skips.last else { return h }
        return upsampler(h, to: (next.shape[1], next.shape[2]))
    }
}
