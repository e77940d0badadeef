import Networks

/// Sizes of the networks of a latent diffusion model and its noise schedule.
public struct DiffusionConfiguration<UNet: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    public var unet: UNet
    public var autoencoder: AutoencoderConfig
    public var textEncoder: TextEncoderConfig
    public var scheduler: DDIMSchedulerConfig

    public init(
        unet: UNet, autoencoder: AutoencoderConfig = AutoencoderConfig(),
        textEncoder: TextEncoderConfig = TextEncoderConfig(),
        scheduler: DDIMSchedulerConfig = DDIMSchedulerConfig()
    ) {
        (self.unet, self.autoencoder, self.textEncoder) = (unet, autoencoder, textEncoder)
        self.scheduler = scheduler
    }
}

/// The parts of a latent diffusion model that have weights of their own, as a diffusers folder names them.
public enum DiffusionComponent: String, Sendable, CaseIterable {
    case unet
    case autoencoder = "vae"
    case textEncoder = "text_encoder"
}
