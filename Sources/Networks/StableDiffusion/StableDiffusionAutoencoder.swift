import Checkpoints
import Foundation
import Tensor

/// The latent space of Stable Diffusion: images to posteriors, latents to images.
///
/// Images are taken one at a time, so memory does not grow with their number.
/// Source: AutoencoderKL (diffusers), Stable Diffusion 2.1 configuration.
public struct StableDiffusionAutoencoder: Network {
    public static let name = "sd_vae"

    public let config: AutoencoderConfig
    private let encoder: AutoencoderEncoder
    private let decoder: AutoencoderDecoder

    public init(_ config: AutoencoderConfig, weights: WeightScope) throws {
        self.config = config
        encoder = try AutoencoderEncoder(config, weights: weights)
        decoder = try AutoencoderDecoder(config, weights: weights)
    }

    /// Moments of every image: `[N, H, W, 3]` in [-1, 1] to `[N, H/8, W/8, 8]`.
    public func encodeMoments(_ images: Tensor) -> Tensor {
        .stacked((0..<images.shape[0]).map { encoder(images[$0..<$0 + 1]) })
    }

    /// `mean + exp(clamp(logvar, -30, 20) / 2) · noise`. Shapes: moments `[N, h, w, 2L]`, noise and result `[N, h, w, L]`.
    public func sample(moments: Tensor, noise: Tensor) -> Tensor {
        let (mean, deviation) = Self.split(moments)
        return mean + deviation.combined(noise) { $0 * $1 }
    }

    /// Mean and standard deviation of moments `[N, h, w, 2L]`.
    public static func split(_ moments: Tensor) -> (mean: Tensor, deviation: Tensor) {
        let half = moments.width / 2
        let mean = moments.columns(0..<half)
        let logVariance = moments.columns(half..<2 * half)
        return (mean, logVariance.mapped { exp(0.5 * min(max($0, -30), 20)) })
    }

    /// Images of latents that still carry the scaling factor: `[N, h, w, 4]` to `[N, H, W, 3]`.
    public func decode(_ latents: Tensor) -> Tensor {
        let unscaled = latents.mapped { [factor = Float(config.scalingFactor)] in $0 / factor }
        return .stacked((0..<latents.shape[0]).map { decoder(unscaled[$0..<$0 + 1]) })
    }
}
