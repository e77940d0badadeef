import ArgumentParser
import Generators
import Networks

/// Everything that decides how ConsistI2V samples. What is not given keeps the preset's value.
struct SamplingOptions: ParsableArguments {
    @Option(help: "Settings to start from: released, paper or demo (default: what fits the model).")
    var preset: ConsistI2VSettings.Preset?

    @Option(help: "DDIM steps.")
    var steps: Int?

    @Option(help: "0 is deterministic DDIM, 1 the most noise in every step.")
    var eta: Double?

    @Option(help: "Scale of text guidance; 1 switches it off.")
    var textGuidance: Double?

    @Option(help: "Scale of image guidance; 1 switches it off.")
    var imageGuidance: Double?

    @Option(help: "How far the guided prediction is brought back to the spread of the prompt's, 0 to 1.")
    var guidanceRescale: Double?

    @Option(help: "Motion between frames, 1 (slow) to 5 (fast).")
    var frameStride: Int?

    @Option(help: "Correlation of the frames' noise: mixed, progressive or vanilla.")
    var noise: InitialNoise?

    @Option(help: "Share of common noise in mixed and progressive noise.")
    var alpha: Double?

    @Flag(name: .customLong("no-frameinit"), help: "Start from the noise itself.")
    var noFrameInit = false

    @Flag(help: "Temporal attention does not see the first frame's neighbourhood.")
    var noTemporalConditioning = false

    @Flag(help: "Spatial attention does not see the first frame.")
    var noSpatialConditioning = false

    @Option(
        name: .customLong("frameinit-filter"),
        help: "FrameInit's filter: gaussian, butterworth, ideal or box.")
    var frameInitFilter: FrequencyFilter.Kind?

    @Option(help: "Timestep to which FrameInit diffuses the layout, 0 to 999.")
    var tau: Int?

    @Option(name: .customLong("ds"), help: "FrameInit's stop frequency in space, 0 to 1.")
    var spatialStop: Double?

    @Option(name: .customLong("dt"), help: "FrameInit's stop frequency in time, 0 to 1.")
    var temporalStop: Double?

    @Option(help: "Order of the Butterworth filter.")
    var filterOrder: Int?

    @Option(help: "Frames of the video, the first included.")
    var frames: Int?

    @Option(help: "Width of the video, a multiple of 8.")
    var width: Int?

    @Option(help: "Height of the video, a multiple of 8.")
    var height: Int?

    @Option(help: "Frames per second of the file.")
    var fps: Double?

    func validate() throws {
        let filters = [
            frameInitFilter.map { "--frameinit-filter \($0.rawValue)" }, tau.map { "--tau \($0)" },
            spatialStop.map { "--ds \($0)" }, temporalStop.map { "--dt \($0)" },
            filterOrder.map { "--filter-order \($0)" },
        ].compactMap(\.self)
        if noFrameInit, let option = filters.first {
            throw ValidationError("\(option) has no meaning with --no-frameinit; leave one of them out.")
        }
    }

    /// The preset with these options put over it.
    /// - Parameter fitting: the preset of the model's size.
    func settings(fitting: ConsistI2VSettings.Preset) -> ConsistI2VSettings {
        var settings = ConsistI2VSettings(preset: preset ?? fitting)
        if fitting == .demo, preset != .demo {
            // The size of the video belongs to the model, not to the protocol that a preset names.
            let demo = ConsistI2VSettings(preset: .demo)
            (settings.width, settings.height, settings.steps) = (demo.width, demo.height, demo.steps)
        }
        apply(to: &settings)
        return settings
    }

    /// Puts what was given over other settings.
    func apply(to settings: inout ConsistI2VSettings) {
        if preset == .paper { settings.noiseAlpha = ConsistI2VSettings(preset: .paper).noiseAlpha }
        settings.steps = steps ?? settings.steps
        settings.eta = eta ?? settings.eta
        settings.textGuidance = textGuidance ?? settings.textGuidance
        settings.imageGuidance = imageGuidance ?? settings.imageGuidance
        settings.guidanceRescale = guidanceRescale ?? settings.guidanceRescale
        settings.frameStride = frameStride ?? settings.frameStride
        settings.noise = noise ?? settings.noise
        settings.noiseAlpha = alpha ?? settings.noiseAlpha
        settings.frames = frames ?? settings.frames
        settings.width = width ?? settings.width
        settings.height = height ?? settings.height
        settings.framesPerSecond = fps ?? settings.framesPerSecond
        if noTemporalConditioning { settings.conditioning.temporal = false }
        if noSpatialConditioning { settings.conditioning.spatial = false }
        settings.frameInit = noFrameInit ? nil : frameInit(settings.frameInit ?? FrameInit())
    }

    private func frameInit(_ base: FrameInit) -> FrameInit {
        var result = base
        result.timestep = tau ?? base.timestep
        result.filter.kind = frameInitFilter ?? base.filter.kind
        result.filter.spatialStop = spatialStop ?? base.filter.spatialStop
        result.filter.temporalStop = temporalStop ?? base.filter.temporalStop
        result.filter.order = filterOrder ?? base.filter.order
        return result
    }
}

extension ConsistI2VSettings.Preset: ExpressibleByArgument {}
extension InitialNoise: ExpressibleByArgument {}
extension FrequencyFilter.Kind: ExpressibleByArgument {}
