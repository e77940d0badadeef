import Networks

extension GenerationCost.Stage {
    /// The stages of latent diffusion that take matrix products: the first frame into latents, the steps, every frame
    /// out of its latent. Prompts are left out: they are embedded once and kept.
    ///
    /// - Parameters:
    ///   - image: of one frame.
    ///   - denoising: operations of all steps.
    static func latentDiffusion(image: AutoencoderCost, denoising: Double, steps: Int, frames: Int)
        -> [String: GenerationCost.Stage]
    {
        [
            "encode": .init(operations: image.encode, repetitions: 1),
            "denoise": .init(operations: denoising, repetitions: steps),
            "decode": .init(operations: Double(frames) * image.decode, repetitions: frames),
        ]
    }
}
