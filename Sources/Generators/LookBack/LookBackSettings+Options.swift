extension LookBackSettings: GeneratorSettings {
    public var format: VideoFormat {
        get {
            VideoFormat(frames: frames, width: width, height: height, framesPerSecond: framesPerSecond)
        }
        set {
            (frames, width, height) = (newValue.frames, newValue.width, newValue.height)
            framesPerSecond = newValue.framesPerSecond
        }
    }

    public static var options: [SettingOption<Self>] {
        [
            .integer("steps", \.steps, "DDIM steps."),
            .number("text-guidance", \.textGuidance, "Scale of text guidance; 1 switches it off."),
            .choice(
                "initialization", \.initialization,
                "What the first frame holds while sampling: hybrid (the clean image), add_noise or inversion."
            ),
            .integer("frames", \.frames, "Frames of the video, the first included."),
            .integer("width", \.width, "Width of the video, a multiple of 8."),
            .integer("height", \.height, "Height of the video, a multiple of 8."),
            .number("fps", \.framesPerSecond, "Frames per second of the file."),
        ]
    }

    public var warnings: [String] {
        frames > 48 ? ["frames \(frames): the paper trains on 32 frames and shows up to 48."] : []
    }

    /// Checks every setting.
    /// - Parameter reduction: pixels per latent cell along each side.
    /// - Throws: `GeneratorError.setting` naming the first setting that is out of range.
    public func validate(reduction: Int = 8, schedule: DDIMSchedule) throws {
        try format.validate(reduction: reduction)
        _ = try schedule.timesteps(steps)
        guard (0...100).contains(textGuidance) else {
            throw GeneratorError.setting(
                "text guidance", expected: "0 to 100", found: "\(textGuidance)", advice: "1 switches it off.")
        }
    }
}
