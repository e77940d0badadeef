import Generators
import Tensor
import TestSupport
import Testing

/// One line of the frameinit case list.
struct FrameInitCase: Sendable, CustomStringConvertible {
    let tag: String
    /// B, C, F, H, W.
    let shape: [Int]
    let frameInit: FrameInit
    let tolerance: Float
    let diffusionTolerance: Float = 2e-6

    init(_ tag: String, _ shape: [Int], _ filter: FrequencyFilter, tau: Int = 850, tolerance: Float) {
        (self.tag, self.shape, self.tolerance) = (tag, shape, tolerance)
        frameInit = FrameInit(timestep: tau, filter: filter)
    }

    var description: String { tag }

    static let odd = FrameInitCase(
        "gaussian_odd", [1, 4, 5, 7, 9], FrequencyFilter(spatialStop: 0.5, temporalStop: 0.5),
        tolerance: 4e-6)

    static let all = [
        FrameInitCase("gaussian_paper", [1, 4, 16, 8, 8], FrequencyFilter(), tolerance: 6e-6),
        FrameInitCase("butterworth_n4", [1, 4, 16, 8, 8], FrequencyFilter(.butterworth), tolerance: 7e-6),
        FrameInitCase(
            "gaussian_aniso", [2, 4, 6, 10, 12], FrequencyFilter(temporalStop: 0.5), tau: 750,
            tolerance: 6e-6),
        odd,
        FrameInitCase("ideal", [1, 4, 6, 8, 12], FrequencyFilter(.ideal), tolerance: 5e-6),
        FrameInitCase("box", [1, 4, 16, 8, 12], FrequencyFilter(.box), tolerance: 5e-6),
        FrameInitCase(
            "moving_gaussian", [1, 4, 6, 8, 8], FrequencyFilter(spatialStop: 0.5, temporalStop: 0.5),
            tau: 750, tolerance: 5e-6),
    ]

    func compare(with goldens: GoldenFile) throws -> [Closeness] {
        let schedule = try DDIMSchedule()
        let layoutFrames = tag.hasPrefix("moving") ? shape[2] : 1
        let layout = draw(
            "frameinit/\(tag)/z0", [shape[0], shape[1], layoutFrames, shape[3], shape[4]]
        ).channelsLast
        let noise = draw("frameinit/\(tag)/noise", shape).channelsLast
        let mask = frameInit.filter.mask(frames: shape[2], height: shape[3], width: shape[4])
        let diffused = schedule.diffuse(
            FrameInit.repeated(layout, frames: shape[2]), noise: noise, timestep: frameInit.timestep)
        let result = frameInit(layout: layout, noise: noise, schedule: schedule)
        return [
            Closeness("\(tag).lpf", mask, goldens.tensor("\(tag).lpf"), tolerance: 1e-6),
            Closeness(
                "\(tag).z_tau", diffused.channelsFirst, goldens.tensor("\(tag).z_tau"),
                tolerance: diffusionTolerance),
            Closeness(
                "\(tag).out", result.channelsFirst, goldens.tensor("\(tag).out"), tolerance: tolerance),
        ]
    }
}

@Suite struct FrameInitTests {
    @Test func oddSizesMatchReference() throws {
        for closeness in try FrameInitCase.odd.compare(
            with: GoldenFile(fixture: "frameinit_gaussian_odd.safetensors"))
        {
            #expect(closeness.holds, "\(closeness)")
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable), arguments: FrameInitCase.all)
    func matchesReference(example: FrameInitCase) throws {
        for closeness in try example.compare(with: GoldenFile(shared: "frameinit.safetensors")) {
            #expect(closeness.holds, "\(closeness)")
        }
    }

    /// Nothing passes a filter of width 0, so the noise comes back.
    @Test(arguments: [(0.0, 0.25), (0.25, 0.0)])
    func closedFilterKeepsTheNoise(spatial: Double, temporal: Double) throws {
        let noise = draw("noise", [1, 4, 6, 5, 7]).channelsLast
        let layout = draw("layout", [1, 4, 1, 5, 7]).channelsLast
        let frameInit = FrameInit(
            filter: FrequencyFilter(spatialStop: spatial, temporalStop: temporal))
        let result = try frameInit(layout: layout, noise: noise, schedule: DDIMSchedule())
        #expect(Closeness("noise", result, noise, tolerance: 1e-6).holds)
    }

    @Test func boxStaysInsideANarrowVideo() {
        let mask = FrequencyFilter(.box, spatialStop: 1, temporalStop: 1).mask(
            frames: 4, height: 16, width: 8)
        #expect(mask.values.allSatisfy { $0 == 1 })
    }
}
