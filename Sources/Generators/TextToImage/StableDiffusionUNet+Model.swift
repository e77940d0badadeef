import Networks

extension StableDiffusionUNet: DiffusionUNet {
    public static let modelTitle = "Stable Diffusion"

    /// Stable Diffusion 2.1-base: its own noise schedule, which is not ConsistI2V's.
    public static var fullConfiguration: DiffusionConfiguration<StableDiffusionUNetConfig> {
        DiffusionConfiguration(unet: StableDiffusionUNetConfig(), scheduler: .stableDiffusion)
    }

    public static let demoFolder = "text_to_image"

    /// The VAE and the text encoder are those of the video model.
    public static func demoFolder(of component: DiffusionComponent) -> String {
        component == .unet ? "text_to_image/unet" : "\(ConsistI2VUNet.demoFolder)/\(component.rawValue)"
    }

    public static func widths(_ config: StableDiffusionUNetConfig) -> [Int] { config.blockOutChannels }
}
