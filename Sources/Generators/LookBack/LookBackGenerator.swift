import Checkpoints
import Media
import Networks
import Tensor

/// Implicit semi-autoregressive image-to-video diffusion: every layer hands the first frame on from frame to frame.
///
/// First frame → VAE posterior sample → frame 0 beside the noise of the others → DDIM, with text guidance where there
/// is a prompt → VAE. The normal stream is PyTorch's CPU generator's of the request's seed.
/// Source: "Implicit Semi-Auto-Regressive Image-to-Video Diffusion" (anonymous).
public struct LookBackGenerator: BundledGenerator {
    public static let descriptor = GeneratorDescriptor(
        id: "lookback", title: "Look-back",
        summary: "latent diffusion whose layers pass the first frame on by convolutions that look back",
        source: "Implicit Semi-Auto-Regressive Image-to-Video Diffusion (anonymous)",
        networks: [LookBackUNet.name, "sd_vae_encoder", "sd_vae_decoder", "sd_text_encoder"],
        needsPrompt: false)
    /// Raised when outputs change.
    public static let version = 1

    public let model: LookBackModel
    public let settings: LookBackSettings

    /// - Throws: `GeneratorError` for settings out of range, `CheckpointError` for weights that are absent.
    public init(_ setup: GeneratorSetup) throws {
        let model = try LookBackModel.open(setup.weights, size: setup.size ?? .full, locator: setup.locator)
        try self.init(
            model: model,
            settings: setup.settings(
                over: model.isDemoSize ? .demo : LookBackSettings(), isDemoSize: model.isDemoSize))
    }

    /// - Throws: `GeneratorError.setting` for the first setting that is out of range.
    public init(model: LookBackModel, settings: LookBackSettings) throws {
        try settings.validate(
            reduction: model.configuration.autoencoder.reduction, schedule: model.schedule)
        (self.model, self.settings) = (model, settings)
    }

    public var identity: GeneratorIdentity {
        GeneratorIdentity(
            id: Self.id, version: Self.version,
            settings: settings.summary.merging(model.summary) { own, _ in own }, weights: model.weights)
    }

    /// The method's name with the initialisation where it is not the method's.
    public var title: String {
        switch settings.initialization {
        case .hybrid: Self.descriptor.title
        case .addNoise: "\(Self.descriptor.title) (add noise)"
        case .inversion: "\(Self.descriptor.title) (inversion)"
        }
    }

    public var progressSteps: Int { settings.progressSteps }

    public var cost: GenerationCost {
        let reduction = model.configuration.autoencoder.reduction
        let forward = LookBackCost(
            model.configuration.unet, height: settings.height / reduction,
            width: settings.width / reduction, frames: settings.frames,
            tokens: model.configuration.textEncoder.maxPositionEmbeddings)
        let copies = settings.textGuidance > 1 ? 2 : 1
        // Inversion predicts single frames.
        let inversion =
            settings.initialization == .inversion
            ? (settings.steps + settings.frames - 1) / settings.frames : 0
        let forwards = settings.steps * copies + inversion
        let image = AutoencoderCost(
            model.configuration.autoencoder, height: settings.height, width: settings.width)
        return GenerationCost(
            flopsPerForward: forward.total, necessaryFlopsPerForward: forward.necessary,
            forwards: forwards, frames: settings.frames, width: settings.width, height: settings.height,
            stages: GenerationCost.Stage.latentDiffusion(
                image: image, denoising: Double(forwards) * forward.necessary, steps: settings.steps,
                frames: settings.frames))
    }

    public func generate(_ request: GenerationRequest, progress: (Int, Int) throws -> Void) throws
        -> GeneratedVideo
    {
        var (clock, random) = (StageClock(), TorchNormalSource(seed: request.seed))
        let image = FirstFramePreparation(height: settings.height, width: settings.width)(
            request.firstFrame)
        let firstLatent = try model.autoencoder().latents(of: image, random: &random)
        clock.finish("encode")
        let isGuided = !request.prompt.isEmpty && settings.textGuidance > 1
        let embeddings = try model.embed([request.prompt] + (isGuided ? [request.negativePrompt] : []))
        clock.finish("text")
        let unet = try model.unet()
        clock.finish("load")
        let latents = try LookBackSampler(settings, schedule: model.schedule)(
            firstLatent: firstLatent, prompt: embeddings[0], negativePrompt: isGuided ? embeddings[1] : nil,
            predictor: unet, random: &random, progress: progress)
        clock.finish("denoise")
        let frames = try model.autoencoder().frames(of: latents)
        clock.finish("decode")
        return GeneratedVideo(
            frames: frames, framesPerSecond: settings.framesPerSecond, seconds: clock.seconds,
            flopsPerForward: cost.flopsPerForward)
    }
}
