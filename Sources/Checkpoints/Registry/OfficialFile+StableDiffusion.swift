extension OfficialFile {
    /// What Stable Diffusion 2.1-base has of its own: U-Net and noise schedule. Its VAE and text encoder are those that
    /// ConsistI2V publishes again.
    static let imageModel: [OfficialFile] = [
        component("unet", networks: ["sd_unet"], "unet/diffusion_pytorch_model.safetensors"),
        component("unet_config", "unet/config.json"),
        component("vae_config", "vae/config.json"),
        component("text_encoder_config", "text_encoder/config.json"),
        component("scheduler_config", "scheduler/scheduler_config.json"),
    ]

    private static func component(
        _ name: String, networks: [String] = [], _ path: String
    ) -> OfficialFile {
        OfficialFile(
            id: "sd21_base_\(name)", networks: networks, collection: "sd21_base",
            location: "stable-diffusion-2-1-base/\(path)",
            origin: .hub(HubFile("stabilityai/stable-diffusion-2-1-base", path)),
            licence: "CreativeML Open RAIL++-M",
            citation: "Rombach et al. 2022, High-Resolution Image Synthesis with Latent Diffusion Models")
    }
}
