import Networks
import Tensor

/// What the sampler needs of a denoiser.
public protocol FramePredictor: Sendable {
    /// Prompts in the form in which the denoiser keeps them through a run.
    associatedtype Text: Sendable

    /// Prepares prompts `[P, T, D]` once for all steps.
    func prepare(text: Tensor) -> Text

    /// Noise of all frames: sample `[1, F, h, w, C]` to `[P, F, h, w, C]`.
    func predictNoise(sample: Tensor, text: Text, timestep: Int, holdsFirstFrame: Bool) throws -> Tensor
}

extension LookBackUNet: FramePredictor {
    public func predictNoise(sample: Tensor, text: TextContext, timestep: Int, holdsFirstFrame: Bool) throws
        -> Tensor
    {
        try self(sample: sample, text: text, timestep: timestep, holdsFirstFrame: holdsFirstFrame)
    }
}

/// DDIM over all frames, with a rule for frame 0.
///
/// | initialisation | frame 0 at the start | after a step to ᾱ |
/// | --- | --- | --- |
/// | hybrid | z | z |
/// | add noise | `√ᾱ z + √(1-ᾱ) n_0` | the same with the step's ᾱ |
/// | inversion | z inverted | what the step makes of it |
///
/// Draws `[1, C, F, h, w]` once, whatever the initialisation, so that the other frames start from the same noise.
/// Source: "Implicit Semi-Auto-Regressive Image-to-Video Diffusion", section 2.3, algorithm 3, section 3.4.
/// Differs: the paper's algorithm prints the update of DDPM's mean; its text says DDIM, which is what runs here.
public struct LookBackSampler: Sendable {
    public let settings: LookBackSettings
    public let schedule: DDIMSchedule

    public init(_ settings: LookBackSettings, schedule: DDIMSchedule) {
        (self.settings, self.schedule) = (settings, schedule)
    }

    /// Latents of all frames, `[1, F, h, w, C]`.
    ///
    /// - Parameters:
    ///   - firstLatent: scaled latent of the first frame, `[1, 1, h, w, C]`.
    ///   - prompt: `[1, T, D]`.
    ///   - negativePrompt: `[1, T, D]`; nil without guidance.
    ///   - progress: called after every step with steps done and steps in all; it may throw to stop.
    public func callAsFunction<Predictor: FramePredictor>(
        firstLatent: Tensor, prompt: Tensor, negativePrompt: Tensor?, predictor: Predictor,
        random: inout some NormalSource, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Tensor {
        let noise = try random.videoNormals([1, settings.frames] + firstLatent.shape[2...])
        let timesteps = try schedule.timesteps(settings.steps)
        let isInverted = settings.initialization == .inversion
        let inverted =
            isInverted
            ? try invert(
                firstLatent, text: predictor.prepare(text: prompt), predictor: predictor,
                progress: { try progress($0, settings.progressSteps) }) : nil
        let rule = FirstFrameRule(
            initialization: settings.initialization, clean: firstLatent, noise: noise.frame(0))
        let guidance = Guidance(text: negativePrompt == nil ? 1 : settings.textGuidance)
        let prompts = guidance.mode == .text ? [negativePrompt, prompt].compactMap(\.self) : [prompt]
        let text = predictor.prepare(text: .stacked(prompts))
        var sample = noise.copy()
        sample.setFrame(0, rule.frame(at: schedule.alphasCumprod[timesteps[0]]) ?? inverted ?? firstLatent)
        for (index, timestep) in timesteps.enumerated() {
            let predictions = try predictor.predictNoise(
                sample: sample, text: text, timestep: timestep, holdsFirstFrame: isInverted)
            sample = schedule.step(
                sample, prediction: guidance.combine(predictions), timestep: timestep, steps: settings.steps)
            let step = DDIMStep(schedule, timestep: timestep, steps: settings.steps, eta: 0)
            if let first = rule.frame(at: step.nextAlpha) { sample.setFrame(0, first) }
            try progress(index + 1 + (isInverted ? timesteps.count : 0), settings.progressSteps)
        }
        return sample
    }

    /// The noise from which DDIM comes back to about `clean`, by its steps in reverse without guidance.
    ///
    /// At timestep t, from the next lower ᾱ' to ᾱ: `x̂₀ = (x - √(1-ᾱ') e) / √ᾱ'`, `x' = √ᾱ x̂₀ + √(1-ᾱ) e`, e predicted
    /// for x at t. Source: arXiv 2010.02502 section 4.3; DDIMInverseScheduler (diffusers).
    private func invert<Predictor: FramePredictor>(
        _ clean: Tensor, text: Predictor.Text, predictor: Predictor, progress: (Int) throws -> Void
    ) throws -> Tensor {
        var sample = clean
        for (index, timestep) in try schedule.timesteps(settings.steps).reversed().enumerated() {
            let prediction = try predictor.predictNoise(
                sample: sample, text: text, timestep: timestep, holdsFirstFrame: true)
            sample = schedule.reverseStep(
                sample, prediction: prediction, timestep: timestep, steps: settings.steps)
            try progress(index + 1)
        }
        return sample
    }
}

/// What frame 0 is set to, where that does not follow from the frames' own denoising.
private struct FirstFrameRule {
    let initialization: LookBackInitialization
    /// `[1, 1, h, w, C]`, both.
    let clean: Tensor
    let noise: Tensor

    /// - Parameter alpha: ᾱ of the frames beside it.
    func frame(at alpha: Float) -> Tensor? {
        switch initialization {
        case .hybrid: return clean
        case .addNoise:
            let (signal, deviation) = (alpha.squareRoot(), (1 - alpha).squareRoot())
            return clean.combined(noise) { signal * $0 + deviation * $1 }
        case .inversion: return nil
        }
    }
}

extension Tensor {
    /// Frame `index` of the one video of `[1, F, h, w, C]`, sharing storage.
    fileprivate func frame(_ index: Int) -> Tensor {
        let frame = reshaped(Array(shape[1...]))[index..<index + 1]
        return frame.reshaped([1] + frame.shape)
    }

    /// Overwrites frame `index` of the one video.
    fileprivate func setFrame(_ index: Int, _ frame: Tensor) {
        precondition(frame.shape == [1, 1] + shape[2...], "frame \(frame.shape) of \(shape)")
        (pointer + index * frame.count).update(from: frame.pointer, count: frame.count)
        withExtendedLifetime((self, frame)) {}
    }
}
