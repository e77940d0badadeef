/// What frame 0 holds while the others are denoised from noise.
public enum LookBackInitialization: String, Sendable, Codable, Hashable, CaseIterable {
    /// The clean latent of the image, at every step (the method).
    case hybrid
    /// The latent of the image with as much noise as the others have, always the same noise.
    case addNoise = "add_noise"
    /// What DDIM inversion makes of the latent, denoised with the others; look-back modules leave it alone.
    case inversion
}
