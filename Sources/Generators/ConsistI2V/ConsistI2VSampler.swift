import Networks
import Tensor

/// The sampling loop of ConsistI2V: from a first latent frame and prompts to the latents of a video.
///
/// Draws, in order: the initial noise (see `InitialNoise`), then, with eta above 0, one `[1, C, F-1, h, w]` for
/// every step. The VAE's posterior noise is drawn before, by whoever makes the first latent.
/// Source: arXiv 2402.04324 section 4; released pipeline.
public struct ConsistI2VSampler: Sendable {
    public let settings: ConsistI2VSettings
    public let schedule: DDIMSchedule

    public init(_ settings: ConsistI2VSettings, schedule: DDIMSchedule) {
        (self.settings, self.schedule) = (settings, schedule)
    }

    /// Latents of all frames, the first being `firstLatent` itself: `[1, F, h, w, C]`.
    ///
    /// To continue a video, pass the last of its latents as `firstLatent` of another call.
    /// - Parameters:
    ///   - firstLatent: scaled latent of the first frame, `[1, 1, h, w, C]`.
    ///   - layout: the video FrameInit takes its low frequencies from, `[1, F, h, w, C]`; the first latent
    ///     repeated when nil.
    ///   - prompt: `[1, T, D]`.
    ///   - negativePrompt: `[1, T, D]`; only read with guidance.
    ///   - progress: called after every step with steps done and steps in all; it may throw to stop.
    public func callAsFunction<Predictor: NoisePredictor>(
        firstLatent: Tensor, layout: Tensor? = nil, prompt: Tensor, negativePrompt: Tensor,
        predictor: Predictor, random: inout some NormalSource,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Tensor {
        let initial = try initialLatents(firstLatent: firstLatent, layout: layout, random: &random)
        let copies = GuidanceCopies(
            guidance: settings.guidance, predictor: predictor, firstLatent: firstLatent,
            firstNoise: Self.frames(initial, 0..<1), prompt: prompt, negativePrompt: negativePrompt)
        var sample = Self.frames(initial, 1..<settings.frames)
        let timesteps = try schedule.timesteps(settings.steps)
        for (index, timestep) in timesteps.enumerated() {
            let predictions = try copies.predict(sample, timestep: timestep, settings: settings)
            let noise = settings.eta > 0 ? try random.videoNormals(sample.shape) : nil
            sample = schedule.step(
                sample, prediction: settings.guidance.combine(predictions), timestep: timestep,
                steps: settings.steps, eta: settings.eta, noise: noise)
            try progress(index + 1, timesteps.count)
        }
        return Self.joinFrames(firstLatent, sample)
    }

    /// Where sampling starts, for all frames: `[1, F, h, w, C]`.
    package func initialLatents(
        firstLatent: Tensor, layout: Tensor?, random: inout some NormalSource
    ) throws -> Tensor {
        let shape = [1, settings.frames] + firstLatent.shape[2...]
        let noise = try settings.noise.draw(shape: shape, alpha: settings.noiseAlpha, from: &random)
        guard let frameInit = settings.frameInit else { return noise }
        return frameInit(layout: layout ?? firstLatent, noise: noise, schedule: schedule)
    }

    /// Frames `range` of the one video of `[1, F, h, w, C]`, sharing storage.
    static func frames(_ video: Tensor, _ range: Range<Int>) -> Tensor {
        let frames = video.reshaped(Array(video.shape[1...]))[range]
        return frames.reshaped([1] + frames.shape)
    }

    private static func joinFrames(_ first: Tensor, _ rest: Tensor) -> Tensor {
        let joined = Tensor.stacked([first, rest].map { $0.reshaped(Array($0.shape[1...])) })
        return joined.reshaped([1] + joined.shape)
    }
}

/// The copies of a video that guidance compares, with their prompts prepared.
private struct GuidanceCopies<Predictor: NoisePredictor> {
    private let predictor: Predictor
    private let text: Predictor.Text
    /// One entry where all copies see the same first frame, else one for every copy.
    private let firstFrames: Tensor

    init(
        guidance: Guidance, predictor: Predictor, firstLatent: Tensor, firstNoise: Tensor, prompt: Tensor,
        negativePrompt: Tensor
    ) {
        self.predictor = predictor
        switch guidance.mode {
        case .none:
            text = predictor.prepare(text: prompt)
            firstFrames = firstLatent
        case .text:
            text = predictor.prepare(text: .stacked([negativePrompt, prompt]))
            firstFrames = firstLatent
        case .both:
            text = predictor.prepare(text: .stacked([negativePrompt, negativePrompt, prompt]))
            firstFrames = .stacked([firstNoise, firstLatent, firstLatent])
        }
    }

    /// Predictions of all copies, `[copies, F-1, h, w, C]`.
    func predict(_ sample: Tensor, timestep: Int, settings: ConsistI2VSettings) throws -> Tensor {
        let samples = Tensor.stacked(Array(repeating: sample, count: firstFrames.shape[0]))
        return try predictor.predictNoise(
            sample: samples, firstFrame: firstFrames, text: text, timestep: timestep,
            frameStride: settings.frameStride, conditioning: settings.conditioning)
    }
}
