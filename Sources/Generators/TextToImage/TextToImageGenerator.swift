import Checkpoints
import Media
import Networks
import Tensor

/// Stable Diffusion: an image from a text, to be the first frame of a video.
///
/// Noise `[1, C, h, w]` from PyTorch's CPU generator with the seed → the sampler that the model's
/// `scheduler_config.json` names (DDIM or PNDM) with text guidance → VAE → bytes, rounded half to even.
/// Source: arXiv 2112.10752; StableDiffusionPipeline (diffusers). ConsistI2V takes its first frames from 2.1-base
/// (arXiv 2402.04324, appendix F).
public struct TextToImageGenerator: Sendable {
    public typealias Model = DiffusionModel<StableDiffusionUNet>

    public let model: Model
    public let settings: TextToImageSettings

    /// - Throws: `GeneratorError.setting` for the first setting that is out of range, and where the model's networks do
    ///   not fit each other.
    public init(model: Model, settings: TextToImageSettings = TextToImageSettings()) throws {
        (self.model, self.settings) = (model, settings)
        try Self.requireFit(model.configuration)
        _ = try model.schedule.timesteps(settings.steps)
        func require(_ holds: Bool, _ name: String, _ expected: String, _ found: Any) throws {
            guard holds else {
                throw GeneratorError.setting(
                    name, expected: expected, found: "\(found)",
                    advice: "Stable Diffusion 2.1-base was trained on 512×512 and is used with guidance 7.5.")
            }
        }
        let unit = model.configuration.autoencoder.reduction
        for (name, value) in [("first frame width", width), ("first frame height", height)] {
            try require(
                value >= unit && value <= 4096 && value % unit == 0, name,
                "a multiple of \(unit) up to 4096", value)
        }
        try require(
            (0...100).contains(settings.guidance), "first frame guidance", "0 to 100", settings.guidance)
    }

    /// Predictions of the denoiser for one image.
    public var steps: Int {
        settings.steps + (model.configuration.scheduler.isMultistep && settings.steps > 1 ? 1 : 0)
    }

    private static func requireFit(_ parts: Model.Configuration) throws {
        let pairs = [
            ("latent channels", parts.unet.inChannels, parts.autoencoder.latentChannels, "VAE"),
            ("text width", parts.unet.crossAttentionDim, parts.textEncoder.hiddenSize, "text encoder"),
        ]
        for (name, expected, found, part) in pairs where expected != found {
            throw GeneratorError.setting(
                "first frame model's \(name)", expected: "\(expected), as its U-Net has",
                found: "\(found) in the \(part)", advice: "Take all parts from one published folder.")
        }
    }

    public var width: Int { settings.width ?? trainedSize }
    public var height: Int { settings.height ?? trainedSize }

    private var trainedSize: Int {
        model.configuration.unet.sampleSize * model.configuration.autoencoder.reduction
    }

    /// Everything that decides the pixels apart from the request.
    public var identity: GeneratorIdentity {
        GeneratorIdentity(
            id: "stable_diffusion", version: 1,
            settings: model.summary.merging([
                "steps": "\(settings.steps)", "guidance": "\(settings.guidance)", "width": "\(width)",
                "height": "\(height)",
            ]) { own, _ in own }, weights: model.weights)
    }

    /// - Parameter progress: called after every step with steps done and steps in all; it may throw to stop.
    public func callAsFunction(
        prompt: String, negativePrompt: String = "", seed: UInt64,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> RGBImage {
        var random = TorchNormalSource(seed: seed)
        return try image(
            of: latents(of: prompt, negativePrompt: negativePrompt, random: &random, progress: progress))
    }

    /// Latents of an image, `[1, h, w, C]`, still multiplied by the scaling factor. One draw `[1, C, h, w]`.
    package func latents(
        of prompt: String, negativePrompt: String, random: inout some NormalSource,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Tensor {
        let guidance = Guidance(text: settings.guidance)
        let text = Tensor.stacked(
            try model.embed(guidance.mode == .none ? [prompt] : [negativePrompt, prompt]))
        let unet = try model.unet()
        let context = unet.prepare(text: text)
        let unit = model.configuration.autoencoder.reduction
        var latents = try random.imageNormals([1, height / unit, width / unit, unet.config.inChannels])
        var sampler = try ImageSampler(
            model.schedule, model.configuration.scheduler, steps: settings.steps)
        for (index, timestep) in sampler.timesteps.enumerated() {
            let predictions = try unet(sample: latents, text: context, timestep: timestep)
            latents = sampler.step(latents, prediction: guidance.combine(predictions), index: index)
            try progress(index + 1, sampler.timesteps.count)
        }
        return latents
    }

    /// The image of latents.
    package func image(of latents: Tensor) throws -> RGBImage {
        let unit = StableDiffusionAutoencoder.unitRange(try model.autoencoder().decode(latents))
        return RGBImage(rounding: unit.reshaped(Array(unit.shape[1...])).mapped { $0 * 255 })
    }
}
