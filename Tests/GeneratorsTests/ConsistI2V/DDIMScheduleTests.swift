import Foundation
import Generators
import Tensor
import TestSupport
import Testing

@Suite struct DDIMScheduleTests {
    let goldens: GoldenFile
    let schedule: DDIMSchedule

    init() throws {
        goldens = try GoldenFile(fixture: "ddim.safetensors")
        schedule = try DDIMSchedule()
    }

    @Test func alphasAreTorchsBitForBit() {
        #expect(schedule.alphasCumprod == goldens.tensor("alphas_cumprod").values)
        #expect(schedule.finalAlpha == 1)
    }

    @Test(arguments: [4, 10, 25, 30, 50])
    func timesteps(steps: Int) throws {
        #expect(try schedule.timesteps(steps) == goldens.integers("timesteps\(steps)"))
    }

    @Test func factorsOfFiftySteps() throws {
        let steps = try schedule.timesteps(50).map {
            DDIMStep(schedule, timestep: $0, steps: 50, eta: 0)
        }
        #expect(steps.map(\.alpha) == goldens.tensor("alpha_t50").values)
        #expect(steps.map(\.nextAlpha) == goldens.tensor("alpha_prev50").values)
        let (one, zero) = (Tensor([1], [1]), Tensor([1], [0]))
        let pairs = try schedule.timesteps(50).map { timestep in
            (
                schedule.step(one, prediction: zero, timestep: timestep, steps: 50).values[0],
                schedule.step(zero, prediction: one, timestep: timestep, steps: 50).values[0]
            )
        }
        for (name, values, tolerance) in [
            ("coef_x50", pairs.map(\.0), Float(2e-6)), ("coef_eps50", pairs.map(\.1), 6e-6),
        ] {
            let closeness = Closeness(
                name, Tensor([50], values), goldens.tensor(name), tolerance: tolerance)
            #expect(closeness.holds, "\(closeness)")
        }
    }

    @Test(arguments: [("eta0", 0.0), ("eta06", 0.6)])
    func trajectories(name: String, eta: Double) throws {
        let shape = [1, 4, 3, 4, 6]
        var sample = draw("ddim/x", shape)
        let tolerances: [Float] = eta == 0 ? [2e-5, 3e-5, 5e-5, 5e-5] : [2e-5, 3e-5, 6e-5, 6e-5]
        for (index, timestep) in try schedule.timesteps(4).enumerated() {
            sample = schedule.step(
                sample, prediction: draw("ddim/eps\(index)", shape), timestep: timestep, steps: 4,
                eta: eta, noise: draw("ddim/noise\(index)", shape))
            let closeness = Closeness(
                "\(name).x\(index)", sample, goldens.tensor("\(name).x\(index)"),
                tolerance: tolerances[index])
            #expect(closeness.holds, "\(closeness)")
        }
    }

    @Test func refusesRunsAndSchedulesItDoesNotKnow() throws {
        #expect(throws: GeneratorError.self) { try schedule.timesteps(0) }
        #expect(throws: GeneratorError.self) { try schedule.timesteps(1000) }
        #expect(try schedule.timesteps(999).first == 999)
        var config = DDIMSchedulerConfig()
        config.predictionType = "v_prediction"
        #expect(
            throws: GeneratorError.schedulerConfig(
                key: "prediction_type", expected: "epsilon", found: "v_prediction")
        ) { try DDIMSchedule(config) }
    }

    @Test func readsThePublishedKeys() throws {
        let json = #"{"beta_schedule": "scaled_linear", "set_alpha_to_one": false, "clip_sample": false}"#
        let config = try JSONDecoder().decode(DDIMSchedulerConfig.self, from: Data(json.utf8))
        let stableDiffusion = try DDIMSchedule(config)
        #expect(stableDiffusion.finalAlpha == stableDiffusion.alphasCumprod[0])
        #expect(abs(stableDiffusion.alphasCumprod[850] - 0.0233) < 5e-5)
        #expect(abs(schedule.alphasCumprod[850] - 0.008424) < 5e-7)
    }
}
