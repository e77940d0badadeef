import Networks

// The small networks for 64×64 video that the demo uses, those with a published size of 224 pixels and more.

extension I3DConfig {
    package static var demo: I3DConfig {
        var config = I3DConfig()
        (config.widthMultiplier, config.poolSize) = (0.125, [2, 2, 2])
        // Actions of the toy world, clips that stand still, clips out of order.
        config.classes = 43
        return config
    }
}

extension InceptionV3Config {
    package static var demo: InceptionV3Config {
        var config = InceptionV3Config()
        (config.widthMultiplier, config.imageSize) = (0.125, 75)
        // Subjects of the toy world.
        config.classes = 21
        return config
    }
}

extension C3DConfig {
    package static var demo: C3DConfig {
        var config = C3DConfig()
        (config.stageWidths, config.hiddenWidth, config.imageSize) = ([8, 16, 32, 48, 48], 64, 64)
        // Actions of the toy world.
        config.classes = 41
        return config
    }
}

extension Tag2TextConfig {
    package static var demo: Tag2TextConfig {
        var config = Tag2TextConfig()
        (config.imageSize, config.visionWidth, config.windowSize) = (64, 32, 4)
        (config.depths, config.visionHeads) = ([1, 2, 1], [1, 2, 4])
        (config.hiddenSize, config.intermediateSize) = (64, 128)
        (config.layers, config.heads, config.tagHeads, config.tagLayers) = (2, 2, 2, 1)
        (config.minLength, config.maxLength) = (6, 12)
        return config
    }
}
extension ViCLIPConfig {
    package static var demo: ViCLIPConfig {
        var config = ViCLIPConfig()
        (config.embeddingWidth, config.imageResolution) = (64, 64)
        (config.visionLayers, config.visionWidth, config.visionPatchSize) = (3, 128, 16)
        (config.textWidth, config.textHeads, config.textLayers) = (64, 2, 2)
        return config
    }
}

extension RAFTConfig {
    /// Flow on half of the frame's size: most of what moves in the toy world is small, and slow against cells of 8 pixels.
    package static var demo: RAFTConfig {
        var config = RAFTConfig()
        (config.stageWidths, config.stageStrides, config.featureWidth) = ([12, 16, 24], [1, 1, 1], 24)
        (config.hiddenWidth, config.contextWidth) = (24, 16)
        (config.correlationLevels, config.correlationRadius) = (3, 3)
        (config.motionCorrelationWidths, config.motionFlowWidths) = ([32, 24], [8, 8])
        (config.motionWidth, config.headWidth) = (20, 24)
        return config
    }
}

extension AMTConfig {
    /// Fewer correlation levels: four need 128 pixels a side, and the second sees the whole of 64 already.
    package static var demo: AMTConfig {
        var config = AMTConfig()
        (config.pyramidWidths, config.stageWidths, config.featureWidth) = (
            [12, 16, 24, 32], [16, 24, 32], 32
        )
        (config.correlationLevels, config.sideWidth) = (2, 8)
        (config.updateCorrelationWidth, config.updateFlowWidth) = (32, 12)
        (config.updateJointWidth, config.updateWidth) = (32, 40)
        return config
    }
}

extension GRiTConfig {
    package static var demo: GRiTConfig {
        var config = GRiTConfig()
        (config.patchSize, config.width, config.depth, config.heads) = (8, 64, 3, 2)
        (config.positionImageSize, config.imageSize) = (64, 64)
        (config.windowSize, config.globalBlocks) = (4, [2])
        (config.pyramidWidth, config.proposalGroups, config.proposalConvolutions) = (32, 8, 2)
        (config.proposals, config.proposalsPerLevel, config.detectionsPerImage) = (24, 100, 8)
        // Boxes of different names may cover each other: all bubbles, all weeds.
        config.detectionOverlap = 0.9
        (config.boxWidth, config.textPoolSize) = (128, 4)
        (config.textWidth, config.textLayers, config.textHeads, config.textInnerWidth) = (64, 2, 2, 128)
        (config.textPositions, config.maximumTokens) = (64, 6)
        return config
    }
}
