import Tensor

/// Pseudo linear multistep sampling (PLMS): DDIM's transfer with predictions extrapolated from earlier steps.
///
/// `x' = √(ᾱ'/ᾱ)·x - (ᾱ' - ᾱ)·e' / (ᾱ·√(1-ᾱ') + √(ᾱ(1-ᾱ)ᾱ'))`; e' mixes the newest predictions: after one step
/// `(e₀ + e₁)/2` on the first sample once more, then `(3e₀ - e₁)/2`, `(23e₀ - 16e₁ + 5e₂)/12` and
/// `(55e₀ - 59e₁ + 37e₂ - 9e₃)/24`, e₀ being the newest.
/// Source: arXiv 2202.09778 equation 12; PNDMScheduler (diffusers 0.21), `skip_prk_steps`, `leading` spacing.
struct PseudoLinearMultistep {
    private let schedule: DDIMSchedule
    private let stride: Int
    /// The second one comes twice: its sample is made again from a better prediction.
    let timesteps: [Int]
    private var predictions: [Tensor] = []
    private var firstSample: Tensor?

    /// - Throws: `GeneratorError.setting` when the schedule has no such run.
    init(_ schedule: DDIMSchedule, steps: Int) throws {
        let plain = try schedule.timesteps(steps)
        self.schedule = schedule
        stride = schedule.trainingSteps / steps
        timesteps = plain.count > 1 ? [plain[0], plain[1]] + plain[1...] : plain
    }

    /// The sample after the next timestep.
    /// - Parameter index: position in `timesteps`; every one is taken once, in order.
    mutating func step(_ sample: Tensor, prediction: Tensor, index: Int) -> Tensor {
        if index == 1 {
            guard let first = firstSample, let before = predictions.last else {
                preconditionFailure("the second step follows the first")
            }
            firstSample = nil
            return transfer(
                first, prediction.combined(before) { ($0 + $1) / 2 }, from: timesteps[0], to: timesteps[1])
        }
        predictions = predictions.suffix(3) + [prediction]
        if index == 0 { firstSample = sample }
        return transfer(sample, extrapolated, from: timesteps[index], to: timesteps[index] - stride)
    }

    private var extrapolated: Tensor {
        let e = Array(predictions.reversed())
        switch e.count {
        case 1: return e[0]
        case 2: return e[0].combined(e[1]) { (3 * $0 - $1) / 2 }
        case 3:
            return e[0].combined(e[1]) { 23 * $0 - 16 * $1 }.combined(e[2]) { ($0 + 5 * $1) / 12 }
        default:
            return e[0].combined(e[1]) { 55 * $0 - 59 * $1 }.combined(e[2]) { $0 + 37 * $1 }
                .combined(e[3]) { Float(1.0 / 24.0) * ($0 - 9 * $1) }
        }
    }

    private func transfer(_ sample: Tensor, _ prediction: Tensor, from: Int, to next: Int) -> Tensor {
        let alpha = schedule.alphasCumprod[from]
        let nextAlpha = next >= 0 ? schedule.alphasCumprod[next] : schedule.finalAlpha
        let keep = (nextAlpha / alpha).squareRoot()
        let divisor = alpha * (1 - nextAlpha).squareRoot() + (alpha * (1 - alpha) * nextAlpha).squareRoot()
        return sample.combined(prediction) { keep * $0 - (nextAlpha - alpha) * $1 / divisor }
    }
}
