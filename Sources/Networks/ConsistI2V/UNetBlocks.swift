import Checkpoints
import Tensor

/// Layers at one resolution and the step to the next smaller one. Every result is kept as a skip connection.
package struct UNetDownBlock: Sendable {
    package let layers: [UNetLayer]
    package let downsampler: Downsampler?

    package init(_ scope: WeightScope, index: Int, factory: inout UNetLayerFactory) throws {
        let config = factory.config
        let (widths, isLast) = (config.blockOutChannels, index == config.blockOutChannels.count - 1)
        var layers: [UNetLayer] = []
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

    package func callAsFunction(_ x: Tensor, _ pass: UNetPass) -> [Tensor] {
        var skips: [Tensor] = []
        var h = x
        for layer in layers {
            h = layer(h, pass)
            skips.append(h)
        }
        if let downsampler { skips.append(downsampler(h)) }
        return skips
    }
}

/// The middle of the U-Net: resnet, temporal block, spatial transformer, resnet, temporal block; U-Nets for images
/// have no temporal blocks.
package struct UNetMidBlock: Sendable {
    package let resnets: [ResidualBlock2D]
    package let temporalBlocks: [TemporalResidualBlock]
    package let spatial: SpatialTransformer

    package init(_ scope: WeightScope, factory: inout UNetLayerFactory) throws {
        let (width, heads) = (factory.config.blockOutChannels.last!, factory.config.attentionHeadDim.last!)
        resnets = try [0, 1].map { [factory] in
            try factory.resnet(scope("resnets")($0), input: width, output: width)
        }
        temporalBlocks = try (factory.config.useTemporal ? [0, 1] : []).map {
            try TemporalResidualBlock(scope("conv3ds")($0), channels: width)
        }
        spatial = try factory.spatial(scope("attentions")(0), channels: width, heads: heads)
    }

    package func callAsFunction(_ x: Tensor, _ pass: UNetPass) -> Tensor {
        residual(1, spatial(residual(0, x, pass), pass), pass)
    }

    private func residual(_ index: Int, _ x: Tensor, _ pass: UNetPass) -> Tensor {
        let h = resnets[index](x, activatedEmbedding: pass.activatedEmbedding)
        return temporalBlocks.isEmpty ? h : temporalBlocks[index](h, frames: pass.frames)
    }
}

/// Layers that take a skip connection each, and the step to the next larger resolution.
package struct UNetUpBlock: Sendable {
    package let layers: [UNetLayer]
    package let upsampler: Upsampler?

    package init(_ scope: WeightScope, index: Int, factory: inout UNetLayerFactory) throws {
        let config = factory.config
        let widths = config.blockOutChannels
        let level = widths.count - 1 - index
        let previous = widths[min(level + 1, widths.count - 1)]
        var layers: [UNetLayer] = []
        for layer in 0...config.layersPerBlock {
            let isLastLayer = layer == config.layersPerBlock
            let skip = isLastLayer ? widths[max(level - 1, 0)] : widths[level]
            layers.append(
                try factory.layer(
                    scope, layer, input: (layer == 0 ? previous : widths[level]) + skip,
                    output: widths[level],
                    heads: index == 0 ? nil : config.attentionHeadDim[level]))
        }
        self.layers = layers
        upsampler = level == 0 ? nil : try Upsampler(scope("upsamplers")(0), channels: widths[level])
    }

    /// Takes this block's skips off the end of `skips`; the enlargement goes to the size of the next one.
    package func callAsFunction(_ x: Tensor, skips: inout [Tensor], _ pass: UNetPass) -> Tensor {
        var h = x
        for layer in layers {
            let skip = skips.removeLast()
            h = layer(.joined(h, skip.tiled(h.shape[0] / skip.shape[0])), pass)
        }
        guard let upsampler, let next = skips.last else { return h }
        return upsampler(h, to: (next.shape[1], next.shape[2]))
    }
}
