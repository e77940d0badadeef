import Networks

/// The networks of one look-back model.
public typealias LookBackModel = DiffusionModel<LookBackUNet>

extension LookBackUNet: DiffusionUNet {
    public static let modelTitle = "look-back"

    /// Stable Diffusion 1.5 with look-back modules: CLIP ViT-L/14's text tower and the image model's noise schedule.
    public static let fullConfiguration: DiffusionConfiguration<LookBackConfig> = {
        var configuration = DiffusionConfiguration(unet: LookBackConfig())
        configuration.textEncoder.hiddenSize = 768
        configuration.textEncoder.intermediateSize = 3072
        configuration.textEncoder.numHiddenLayers = 12
        configuration.textEncoder.numAttentionHeads = 12
        configuration.textEncoder.hiddenAct = "quick_gelu"
        configuration.scheduler.betaSchedule = "scaled_linear"
        configuration.scheduler.setAlphaToOne = false
        return configuration
    }()

    public static let demoFolder = "lookback"

    /// The VAE and the text encoder are the other demo-size model's.
    public static func demoFolder(of component: DiffusionComponent) -> String {
        component == .unet ? "\(demoFolder)/unet" : ConsistI2VUNet.demoFolder(of: component)
    }

    public static func widths(_ config: LookBackConfig) -> [Int] { config.blockOutChannels }
}
