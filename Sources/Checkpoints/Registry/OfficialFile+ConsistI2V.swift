extension OfficialFile {
    /// The published ConsistI2V folder in the layout of diffusers: weights, configurations, vocabulary.
    static let videoModel: [OfficialFile] = [
        component(
            "unet", networks: ["consisti2v_unet"], "unet/diffusion_pytorch_model.safetensors",
            citation: consistI2V),
        component(
            "vae", networks: ["sd_vae_encoder", "sd_vae_decoder"],
            "vae/diffusion_pytorch_model.safetensors", licence: licenceOfStableDiffusion,
            citation: "Rombach et al. 2022, High-Resolution Image Synthesis with Latent Diffusion Models"),
        component(
            "text_encoder", networks: ["sd_text_encoder"], "text_encoder/model.safetensors",
            licence: licenceOfStableDiffusion,
            citation: "Cherti et al. 2023, Reproducible Scaling Laws for Contrastive Language-Image Learning"),
        component("unet_config", "unet/config.json"),
        component("vae_config", "vae/config.json", licence: licenceOfStableDiffusion, size: 686),
        component(
            "text_encoder_config", "text_encoder/config.json", licence: licenceOfStableDiffusion, size: 640),
        component("scheduler_config", "scheduler/scheduler_config.json", size: 494),
        component("tokenizer", "tokenizer/merges.txt"),
        component("tokenizer_vocabulary", "tokenizer/vocab.json"),
        component("tokenizer_config", "tokenizer/tokenizer_config.json"),
        component("tokenizer_special_tokens", "tokenizer/special_tokens_map.json"),
    ]

    private static let consistI2V =
        "Ren et al. 2024, ConsistI2V: Enhancing Visual Consistency for Image-to-Video Generation"

    private static let licenceOfStableDiffusion =
        "MIT; Stable Diffusion 2.1 weights CreativeML Open RAIL++-M"

    private static func component(
        _ name: String, networks: [String] = [], _ path: String, licence: String = "MIT", size: Int? = nil,
        citation: String = consistI2V
    ) -> OfficialFile {
        OfficialFile(
            id: "consisti2v_\(name)", networks: networks, collection: "consisti2v",
            location: "ConsistI2V/\(path)", origin: .hub(HubFile("TIGER-Lab/ConsistI2V", path)),
            licence: licence, size: size, citation: citation)
    }
}
