import Media
import Networks
import Tensor

/// Between images and the latents that the sampler works on.
extension StableDiffusionAutoencoder {
    /// Latent frames drawn from the posteriors of images and scaled: a video's first frame, or a layout video.
    ///
    /// `z = (mean + std · n) · scale`; one draw `[F, C, h, w]`. It is a sample, not the mean, so the first frame
    /// of a video varies with the seed, as in the reference.
    /// Shapes: images `[F, H, W, 3]` in [-1, 1], result `[1, F, h, w, C]`.
    public func latents(of images: Tensor, random: inout some NormalSource) throws -> Tensor {
        let moments = encodeMoments(images)
        let noise = try random.imageNormals(moments.shape.dropLast() + [moments.width / 2])
        let latent = sample(moments: moments, noise: noise) * Float(config.scalingFactor)
        return latent.reshaped([1] + latent.shape)
    }

    /// Frames of scaled latents, decoded one at a time so that memory does not grow with their number.
    ///
    /// Bytes are `⌊255 · clamp(x / 2 + 0.5)⌋`: truncated, not rounded. Shapes: latents `[1, F, h, w, C]`.
    public func frames(of latents: Tensor) -> [RGBImage] {
        let folded = latents.reshaped(Array(latents.shape[1...]))
        return (0..<folded.shape[0]).map { index in
            let unit = Self.unitRange(decode(folded[index..<index + 1]))
            return RGBImage(
                width: unit.shape[2], height: unit.shape[1],
                pixels: unit.withElements { $0.map { UInt8($0 * 255) } })
        }
    }

    /// [-1, 1] to [0, 1], clamped; what is no number becomes 0.
    package static func unitRange(_ images: Tensor) -> Tensor {
        images.mapped { value in
            let shifted = value / 2 + 0.5
            return shifted > 0 ? min(shifted, 1) : 0
        }
    }
}
