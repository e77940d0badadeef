import Tensor

/// The sampler that a `scheduler_config.json` names, on its way through one image.
package struct ImageSampler {
    private enum Method {
        case ddim(DDIMSchedule, steps: Int)
        case multistep(PseudoLinearMultistep)
    }

    /// The denoiser is asked once for each, in this order.
    package let timesteps: [Int]
    private var method: Method

    /// - Throws: `GeneratorError.setting` when the schedule has no such run.
    package init(_ schedule: DDIMSchedule, _ config: DDIMSchedulerConfig, steps: Int) throws {
        if config.isMultistep {
            let solver = try PseudoLinearMultistep(schedule, steps: steps)
            (timesteps, method) = (solver.timesteps, .multistep(solver))
        } else {
            (timesteps, method) = (try schedule.timesteps(steps), .ddim(schedule, steps: steps))
        }
    }

    /// The sample after timestep `index`; every one is taken once, in order.
    package mutating func step(_ sample: Tensor, prediction: Tensor, index: Int) -> Tensor {
        switch method {
        case .ddim(let schedule, let steps):
            return schedule.step(sample, prediction: prediction, timestep: timesteps[index], steps: steps)
        case .multistep(var solver):
            let next = solver.step(sample, prediction: prediction, index: index)
            method = .multistep(solver)
            return next
        }
    }
}
