import Tensor

/// Denoising diffusion implicit models: from noise to sample in few steps.
///
/// `x̂₀ = (x - √(1-ᾱ)·e) / √ᾱ`, `σ = η √((1-ᾱ')/(1-ᾱ) · (1-ᾱ/ᾱ'))`,
/// `x' = √ᾱ'·x̂₀ + √(1-ᾱ'-σ²)·e + σ·noise`; ᾱ' belongs to the next lower timestep.
/// Arithmetic is Float32 in the reference's order; ᾱ is accumulated in Double, as PyTorch's `cumprod` does.
/// Source: arXiv 2010.02502 equations 12 and 16; DDIMScheduler (diffusers 0.21), `leading` spacing.
public struct DDIMSchedule: Sendable {
    /// ᾱ of every training timestep.
    public let alphasCumprod: [Float]
    /// ᾱ that the last step ends at.
    public let finalAlpha: Float
    private let stepsOffset: Int

    /// - Throws: `GeneratorError.schedulerConfig` for a schedule that is not computed here.
    public init(_ config: DDIMSchedulerConfig = DDIMSchedulerConfig()) throws {
        try config.validate()
        var product = 1.0
        alphasCumprod = Self.betas(config).map { beta in
            product *= Double(1 - beta)
            return Float(product)
        }
        finalAlpha = config.setAlphaToOne ? 1 : alphasCumprod[0]
        stepsOffset = config.stepsOffset
    }

    /// Number of training timesteps.
    public var trainingSteps: Int { alphasCumprod.count }

    /// Timesteps of a run of `steps` steps, highest first: multiples of `⌊T / steps⌋`, plus the offset.
    /// - Throws: `GeneratorError.setting` when the schedule has no such run.
    public func timesteps(_ steps: Int) throws -> [Int] {
        let stride = trainingSteps / max(steps, 1)
        guard steps >= 1, stride >= 1, (steps - 1) * stride + stepsOffset < trainingSteps else {
            throw GeneratorError.setting(
                "steps", expected: "1 to \(trainingSteps - stepsOffset)", found: "\(steps)",
                advice: "The released model uses 50.")
        }
        return (0..<steps).reversed().map { $0 * stride + stepsOffset }
    }

    /// `√ᾱ_t · z₀ + √(1-ᾱ_t) · noise`, one shape.
    public func diffuse(_ clean: Tensor, noise: Tensor, timestep: Int) -> Tensor {
        let alpha = alphasCumprod[timestep]
        let (signal, deviation) = (alpha.squareRoot(), (1 - alpha).squareRoot())
        return clean.combined(noise) { signal * $0 + deviation * $1 }
    }

    /// One step of a run of `steps` steps; `noise` is needed (and used) when `eta` is above 0.
    public func step(
        _ sample: Tensor, prediction: Tensor, timestep: Int, steps: Int, eta: Double = 0,
        noise: Tensor? = nil
    ) -> Tensor {
        let move = DDIMStep(self, timestep: timestep, steps: steps, eta: Float(eta))
        let result = sample.combined(prediction) { x, e in
            let clean = (x - move.deviation * e) / move.signal
            return move.nextSignal * clean + move.direction * e
        }
        guard let noise, eta > 0 else { return result }
        return result.combined(noise) { $0 + move.sigma * $1 }
    }

    /// The way back of `step` without noise: from the next lower timestep to `timestep`.
    public func reverseStep(_ sample: Tensor, prediction: Tensor, timestep: Int, steps: Int) -> Tensor {
        let move = DDIMStep(self, timestep: timestep, steps: steps, eta: 0)
        let lowerDeviation = (1 - move.nextAlpha).squareRoot()
        return sample.combined(prediction) { x, e in
            let clean = (x - lowerDeviation * e) / move.nextSignal
            return move.signal * clean + move.deviation * e
        }
    }

    private static func betas(_ config: DDIMSchedulerConfig) -> [Float] {
        let isScaled = config.betaSchedule == "scaled_linear"
        let (start, end) =
            isScaled
            ? (Float(config.betaStart.squareRoot()), Float(config.betaEnd.squareRoot()))
            : (Float(config.betaStart), Float(config.betaEnd))
        let count = config.trainingSteps
        let increment = (end - start) / Float(count - 1)
        return (0..<count).map { index in
            let value =
                index < count / 2
                ? start.addingProduct(increment, Float(index))
                : end.addingProduct(-increment, Float(count - 1 - index))
            return isScaled ? value * value : value
        }
    }
}

/// The factors of one step.
package struct DDIMStep: Sendable {
    /// ᾱ of this timestep and of the next lower one.
    package let alpha: Float
    package let nextAlpha: Float
    let signal: Float
    let deviation: Float
    let nextSignal: Float
    let direction: Float
    let sigma: Float

    package init(_ schedule: DDIMSchedule, timestep: Int, steps: Int, eta: Float) {
        let next = timestep - schedule.trainingSteps / steps
        alpha = schedule.alphasCumprod[timestep]
        nextAlpha = next >= 0 ? schedule.alphasCumprod[next] : schedule.finalAlpha
        signal = alpha.squareRoot()
        deviation = (1 - alpha).squareRoot()
        nextSignal = nextAlpha.squareRoot()
        let variance = (1 - nextAlpha) / (1 - alpha) * (1 - alpha / nextAlpha)
        sigma = eta * variance.squareRoot()
        direction = (1 - nextAlpha - sigma * sigma).squareRoot()
    }
}
