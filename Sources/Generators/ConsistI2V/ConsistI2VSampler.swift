import Networks
import Tensor

/// The sampling loop of ConsistI2V: from first latent frames and prompts to the latents of videos.
///
/// Draws of each video, in order: the initial noise (see `InitialNoise`), then, with eta above 0, one
/// `[1, C, F-1, h, w]` for every step. The VAE's posterior noise is drawn before, by whoever makes the first latent.
/// Videos sampled together have the same latents as each by itself.
/// Source: arXiv 2402.04324 section 4; released pipeline.
public struct ConsistI2VSampler: Sendable {
    /// What a video starts from.
    public struct Start: Sendable {
        /// Scaled latent of the first frame, `[1, 1, h, w, C]`.
        public var firstLatent: Tensor
        /// The video FrameInit takes its low frequencies from, `[1, F, h, w, C]`; the first latent repeated when nil.
        public var layout: Tensor?
        /// `[1, T, D]`.
        public var prompt: Tensor
        /// `[1, T, D]`; only read with guidance.
        public var negativePrompt: Tensor
        /// Whether FrameInit takes part, where the settings have it.
        public var hasFrameInit: Bool

        public init(
            firstLatent: Tensor, layout: Tensor? = nil, prompt: Tensor, negativePrompt: Tensor,
            hasFrameInit: Bool = true
        ) {
            (self.firstLatent, self.layout, self.hasFrameInit) = (firstLatent, layout, hasFrameInit)
            (self.prompt, self.negativePrompt) = (prompt, negativePrompt)
        }
    }

    public let settings: ConsistI2VSettings
    public let schedule: DDIMSchedule
    /// How guidance copies share forwards.
    public let forwards: ForwardSharing

    public init(
        _ settings: ConsistI2VSettings, schedule: DDIMSchedule, forwards: ForwardSharing = ForwardSharing()
    ) {
        (self.settings, self.schedule, self.forwards) = (settings, schedule, forwards)
    }

    /// Latents of all frames of one video, the first being `firstLatent` itself: `[1, F, h, w, C]`.
    ///
    /// To continue a video, pass the last of its latents as `firstLatent` of another call.
    /// - Parameter progress: called after every step with steps done and steps in all; it may throw to stop.
    public func callAsFunction<Predictor: NoisePredictor, Source: NormalSource>(
        _ start: Start, predictor: Predictor, random: inout Source,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Tensor {
        var sources = [random]
        defer { random = sources[0] }
        return try self([start], predictor: predictor, random: &sources, progress: progress)[0]
    }

    /// Latents of several videos, each with a stream of its own.
    public func callAsFunction<Predictor: NoisePredictor, Source: NormalSource>(
        _ starts: [Start], predictor: Predictor, random: inout [Source],
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> [Tensor] {
        let initial = try starts.indices.map { try initialLatents(starts[$0], random: &random[$0]) }
        let copies = GuidanceCopies(
            settings, predictor: predictor, starts: starts,
            firstNoise: initial.map { Self.frames($0, 0..<1) },
            forwards: forwards)
        var samples = initial.map { Self.frames($0, 1..<settings.frames) }
        let timesteps = try schedule.timesteps(settings.steps)
        for (index, timestep) in timesteps.enumerated() {
            let predictions = try copies.predict(samples, timestep: timestep)
            for video in samples.indices {
                let noise = settings.eta > 0 ? try random[video].videoNormals(samples[video].shape) : nil
                samples[video] = schedule.step(
                    samples[video], prediction: settings.guidance.combine(predictions[video]),
                    timestep: timestep, steps: settings.steps, eta: settings.eta, noise: noise)
            }
            try progress(index + 1, timesteps.count)
        }
        return zip(starts, samples).map { Self.joinFrames($0.firstLatent, $1) }
    }

    /// Makes the draws of one video and forgets them: what remains of a stream after a video that is there already.
    func skip(latentShape shape: [Int], random: inout some NormalSource) throws {
        _ = try settings.noise.draw(shape: shape, alpha: settings.noiseAlpha, from: &random)
        guard settings.eta > 0 else { return }
        for _ in 0..<settings.steps {
            _ = try random.videoNormals([1, shape[1] - 1] + shape[2...])
        }
    }

    /// Where sampling starts, for all frames: `[1, F, h, w, C]`.
    package func initialLatents(_ start: Start, random: inout some NormalSource) throws -> Tensor {
        let shape = [1, settings.frames] + start.firstLatent.shape[2...]
        let noise = try settings.noise.draw(shape: shape, alpha: settings.noiseAlpha, from: &random)
        guard let frameInit = settings.frameInit, start.hasFrameInit else { return noise }
        return frameInit(layout: start.layout ?? start.firstLatent, noise: noise, schedule: schedule)
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
