import Networks
import Tensor

/// What the sampler needs of a denoiser.
public protocol NoisePredictor: Sendable {
    /// Prompts in the form in which the denoiser keeps them through a run.
    associatedtype Text: Sendable

    /// Prepares prompts `[P, T, D]` once for all steps.
    func prepare(text: Tensor) -> Text

    /// Noise of frames 2…F.
    ///
    /// Shapes: sample `[B, F-1, h, w, C]`, first frame `[B, 1, h, w, C]`, result `[P, F-1, h, w, C]` for P
    /// prompts; video b is predicted with prompts b, b + B, b + 2B, …
    func predictNoise(
        sample: Tensor, firstFrame: Tensor, text: Text, timestep: Int, frameStride: Int,
        conditioning: FirstFrameConditioning
    ) throws -> Tensor
}

extension ConsistI2VUNet: NoisePredictor {
    /// A conditioning that the configuration of the weights switches off stays off.
    public func predictNoise(
        sample: Tensor, firstFrame: Tensor, text: TextContext, timestep: Int, frameStride: Int,
        conditioning: FirstFrameConditioning
    ) throws -> Tensor {
        let configured = configuredConditioning
        return try self(
            sample: sample, firstFrame: firstFrame, text: text, timestep: timestep,
            frameStride: frameStride,
            conditioning: FirstFrameConditioning(
                spatial: conditioning.spatial && configured.spatial,
                temporal: conditioning.temporal && configured.temporal))
    }
}
