extension ConsistI2VSettings {
    /// Largest frame edge and frame count that are accepted, so that a slip of the keyboard is refused before
    /// memory is taken for it.
    private static let edgeLimit = 4096
    private static let frameLimit = 1024
    private static let chunkLimit = 1000

    /// Checks every setting.
    /// - Parameter reduction: pixels per latent cell along each side (8 for Stable Diffusion's VAE).
    /// - Throws: `GeneratorError.setting` naming the first setting that is out of range.
    public func validate(reduction: Int = 8, schedule: DDIMSchedule) throws {
        for (name, value) in [("width", width), ("height", height)] {
            try require(
                value >= reduction && value <= Self.edgeLimit && value % reduction == 0, name,
                "a multiple of \(reduction) from \(reduction) to \(Self.edgeLimit)", value,
                "The nearest one is \(nearestMultiple(of: reduction, to: value)).")
        }
        try require(
            (2...Self.frameLimit).contains(frames), "frames", "2 to \(Self.frameLimit)", frames,
            "The model was trained on 16 frames.")
        _ = try schedule.timesteps(steps)
        try require((0...1).contains(eta), "eta", "0 to 1", eta, "0 is deterministic DDIM.")
        try require(
            (0...100).contains(textGuidance), "text guidance", "0 to 100", textGuidance,
            "The released model uses 7.5; 1 switches it off.")
        try require(
            (0...100).contains(imageGuidance), "image guidance", "0 to 100", imageGuidance,
            "1 switches it off.")
        try require(
            (0...1).contains(guidanceRescale), "guidance rescale", "0 to 1", guidanceRescale,
            "0 switches it off.")
        try require(
            guidanceRescale == 0 || guidance.mode != .both, "guidance rescale",
            "0 together with image guidance", guidanceRescale,
            "Rescaling is defined for text guidance alone.")
        try require(
            (1...1000).contains(frameStride), "frame stride", "1 or more", frameStride,
            "The model was trained with 1 to 5.")
        try require(
            noiseAlpha >= 0 && noiseAlpha.isFinite, "noise alpha", "0 or more", noiseAlpha,
            "The released model uses 1, the paper 1.5.")
        try require(
            framesPerSecond > 0 && framesPerSecond <= 1000, "frames per second", "above 0, at most 1000",
            framesPerSecond, "The released scripts write 8.")
        try frameInit.map { try validate($0, schedule: schedule) }
        try require(
            (1...Self.chunkLimit).contains(chunks), "chunks", "1 to \(Self.chunkLimit)", chunks,
            "1 makes a video of \(frames) frames, each further one adds \(frames - 1).")
        try require(
            chunks == 1 || layout == .still, "chunks", "1 together with a camera motion or a layout video",
            chunks, "A layout guides one chunk; leave it out, or set --chunks 1.")
    }

    /// Whether a camera has room to move in a first frame; nil where every image will do.
    public var firstFrameCheck: FirstFrameCheck? {
        guard case .camera(let motion) = layout, motion == .panLeft || motion == .panRight else { return nil }
        return { [width, height] in
            try motion.validate(image: ($0, $1), width: width, height: height)
        }
    }

    /// What is allowed but lies outside of what the model was trained for.
    public var warnings: [String] {
        var warnings: [String] = []
        if frameStride > 5 {
            warnings.append("frame stride \(frameStride): the model was trained with 1 to 5.")
        }
        if frames != 16 { warnings.append("frames \(frames): the model was trained on 16 frames.") }
        return warnings
    }

    private func validate(_ frameInit: FrameInit, schedule: DDIMSchedule) throws {
        try require(
            (0..<schedule.trainingSteps).contains(frameInit.timestep), "FrameInit tau",
            "0 to \(schedule.trainingSteps - 1)", frameInit.timestep, "The released model uses 850.")
        let filter = frameInit.filter
        for (name, value) in [("d_s", filter.spatialStop), ("d_t", filter.temporalStop)] {
            try require(
                (0...1).contains(value), "FrameInit \(name)", "0 to 1", value,
                "The released model uses 0.25.")
        }
        try require(
            (1...64).contains(filter.order), "FrameInit filter order", "1 to 64", filter.order,
            "The released model uses 4.")
    }

    private func require(
        _ holds: Bool, _ name: String, _ expected: String, _ found: Any, _ advice: String
    ) throws {
        guard holds else {
            throw GeneratorError.setting(name, expected: expected, found: "\(found)", advice: advice)
        }
    }

    private func nearestMultiple(of unit: Int, to value: Int) -> Int {
        min(max((value + unit / 2) / unit * unit, unit), Self.edgeLimit)
    }
}
