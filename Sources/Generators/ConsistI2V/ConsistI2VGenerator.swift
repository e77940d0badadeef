import Checkpoints
import Media
import Networks
import Tensor

/// ConsistI2V: a video from a first frame and a prompt.
///
/// First frame → VAE posterior sample → initial noise (PYoCo, FrameInit) → DDIM over frames 2…F with text and
/// image guidance → VAE. The normal stream is PyTorch's CPU generator's of the request's seed.
/// Source: arXiv 2402.04324; released pipeline.
public struct ConsistI2VGenerator: AblatableGenerator, CostEstimatingGenerator {
    /// Raised when outputs change.
    public static let version = 1

    public let model: ConsistI2VModel
    public let settings: ConsistI2VSettings

    /// - Throws: `GeneratorError.setting` for the first setting that is out of range.
    public init(model: ConsistI2VModel, settings: ConsistI2VSettings) throws {
        try settings.validate(
            reduction: model.configuration.autoencoder.reduction, schedule: model.schedule)
        (self.model, self.settings) = (model, settings)
    }

    public var identity: GeneratorIdentity {
        GeneratorIdentity(
            id: Self.id, version: Self.version,
            settings: settings.summary.merging(model.summary) { own, _ in own },
            weights: model.weights)
    }

    public var ablation: Ablation {
        Ablation(
            frameInit: settings.frameInit != nil, temporalConditioning: settings.conditioning.temporal,
            spatialConditioning: settings.conditioning.spatial)
    }

    public func ablated(_ ablation: Ablation) throws -> any VideoGenerator {
        var changed = settings
        changed.frameInit = ablation.frameInit ? settings.frameInit ?? FrameInit() : nil
        changed.conditioning = FirstFrameConditioning(
            spatial: ablation.spatialConditioning, temporal: ablation.temporalConditioning)
        return try ConsistI2VGenerator(model: model, settings: changed)
    }

    public var cost: GenerationCost {
        let reduction = model.configuration.autoencoder.reduction
        let forward = ConsistI2VCost(
            model.configuration.unet, height: settings.height / reduction,
            width: settings.width / reduction, frames: settings.frames,
            tokens: model.configuration.textEncoder.maxPositionEmbeddings,
            conditioning: settings.conditioning)
        let copies = [Guidance.Mode.none: 1, .text: 2, .both: 3][settings.guidance.mode] ?? 1
        let image = AutoencoderCost(
            model.configuration.autoencoder, height: settings.height, width: settings.width)
        let forwards = settings.steps * copies
        return GenerationCost(
            flopsPerForward: forward.total, necessaryFlopsPerForward: forward.necessary,
            forwards: forwards, frames: settings.frames, width: settings.width,
            height: settings.height, profiledFlopsPerForward: forward.profiled,
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
        let firstLatent = try model.autoencoder().firstLatent(of: image, random: &random)
        clock.finish("encode")
        let needsNegative = settings.guidance.mode != .none
        let embeddings = try model.embed(
            needsNegative ? [request.prompt, request.negativePrompt] : [request.prompt])
        clock.finish("text")
        let unet = try model.unet()
        clock.finish("load")
        let sampler = ConsistI2VSampler(settings, schedule: model.schedule)
        let latents = try sampler(
            firstLatent: firstLatent, prompt: embeddings[0],
            negativePrompt: embeddings[needsNegative ? 1 : 0], predictor: unet, random: &random,
            progress: progress)
        clock.finish("denoise")
        let frames = try model.autoencoder().frames(of: latents)
        clock.finish("decode")
        return GeneratedVideo(
            frames: frames, framesPerSecond: settings.framesPerSecond, seconds: clock.seconds,
            flopsPerForward: cost.flopsPerForward)
    }
}
