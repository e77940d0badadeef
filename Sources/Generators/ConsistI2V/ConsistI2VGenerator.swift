import Checkpoints
import Media
import Networks
import Tensor

/// ConsistI2V: a video from a first frame and a prompt.
///
/// First frame (or layout video) → VAE posterior sample → initial noise (PYoCo, FrameInit) → DDIM over frames 2…F with
/// text and image guidance → VAE; further chunks start from the last latent. The normal stream is PyTorch's CPU
/// generator's of the request's seed.
/// Source: arXiv 2402.04324; released pipeline.
public struct ConsistI2VGenerator: AblatableGenerator, CostEstimatingGenerator, StreamingGenerator,
    BatchGenerator
{
    /// Raised when outputs change.
    public static let version = 1

    public let model: ConsistI2VModel
    public let settings: ConsistI2VSettings
    /// How much of the work goes through the U-Net at once; pixels do not depend on it.
    public let batch: BatchSize

    /// - Throws: `GeneratorError.setting` for the first setting that is out of range, `MediaError` for a layout video
    ///   that cannot be read.
    public init(model: ConsistI2VModel, settings: ConsistI2VSettings, batch: BatchSize = .automatic) throws {
        var settings = settings
        try settings.validate(
            reduction: model.configuration.autoencoder.reduction, schedule: model.schedule)
        try settings.layout.prepare(for: settings.format)
        (self.model, self.settings, self.batch) = (model, settings, batch)
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
        return try ConsistI2VGenerator(model: model, settings: changed, batch: batch)
    }

    public var cost: GenerationCost {
        let reduction = model.configuration.autoencoder.reduction
        let forward = ConsistI2VCost(
            model.configuration.unet, height: settings.height / reduction,
            width: settings.width / reduction, frames: settings.frames,
            tokens: model.configuration.textEncoder.maxPositionEmbeddings,
            conditioning: settings.conditioning)
        let image = AutoencoderCost(
            model.configuration.autoencoder, height: settings.height, width: settings.width)
        let steps = settings.chunks * settings.steps
        let forwards = steps * settings.guidance.mode.copies
        return GenerationCost(
            flopsPerForward: forward.total, necessaryFlopsPerForward: forward.necessary,
            forwards: forwards, frames: settings.totalFrames, width: settings.width,
            height: settings.height, profiledFlopsPerForward: forward.profiled,
            stages: GenerationCost.Stage.latentDiffusion(
                image: image, denoising: Double(forwards) * forward.necessary, steps: steps,
                frames: settings.totalFrames))
    }
}
