import Networks

extension ConsistI2VSettings: GeneratorSettings {
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
        [presetOption] + samplerOptions + firstFrameOptions + layoutOptions + frameInitOptions
            + formatOptions + chunkOptions
    }

    public static func validate(_ values: GeneratorOptionValues) throws {
        try validateLayout(values)
        guard values["no-frameinit"] != nil else { return }
        for option in layoutOptions + frameInitOptions where option.declaration.name != "no-frameinit" {
            if let value = values[option.declaration.name] {
                throw GeneratorError.contradiction("--\(option.declaration.name) \(value)", "--no-frameinit")
            }
        }
    }

    private static let presetOption = SettingOption<Self>(
        "preset", .choice(Preset.allCases.map(\.rawValue)),
        "Settings to start from: released, paper or demo (default: what fits the model)."
    ) { settings, value in
        guard let preset = value.text.flatMap(Preset.init) else { return }
        let named = ConsistI2VSettings(preset: preset)
        settings.noiseAlpha = named.noiseAlpha
        // The size of the video belongs to the model, not to the protocol that a preset names.
        guard preset == .demo else { return }
        (settings.width, settings.height, settings.steps) = (named.width, named.height, named.steps)
    }

    private static let samplerOptions: [SettingOption<Self>] = [
        .integer("steps", \.steps, "DDIM steps."),
        .number("eta", \.eta, "0 is deterministic DDIM, 1 the most noise in every step."),
        .number("text-guidance", \.textGuidance, "Scale of text guidance; 1 switches it off."),
        .number("image-guidance", \.imageGuidance, "Scale of image guidance; 1 switches it off."),
        .number(
            "guidance-rescale", \.guidanceRescale,
            "How far the guided prediction is brought back to the spread of the prompt's, 0 to 1."),
        .integer("frame-stride", \.frameStride, "Motion between frames, 1 (slow) to 5 (fast)."),
        .choice("noise", \.noise, "Correlation of the frames' noise: mixed, progressive or vanilla."),
        .number("alpha", \.noiseAlpha, "Share of common noise in mixed and progressive noise."),
    ]

    private static let firstFrameOptions: [SettingOption<Self>] = [
        .flag("no-temporal-conditioning", "Temporal attention does not see the first frame's neighbourhood.")
        {
            $0.conditioning.temporal = false
        },
        .flag("no-spatial-conditioning", "Spatial attention does not see the first frame.") {
            $0.conditioning.spatial = false
        },
    ]

    private static let frameInitOptions: [SettingOption<Self>] = [
        .flag("no-frameinit", "Start from the noise itself.") { $0.frameInit = nil },
        frameInit(
            "frameinit-filter", .choice(FrequencyFilter.Kind.allCases.map(\.rawValue)),
            "FrameInit's filter: gaussian, butterworth, ideal or box.",
            default: FrameInit().filter.kind.rawValue
        ) { frameInit, value in
            frameInit.filter.kind = value.text.flatMap(FrequencyFilter.Kind.init) ?? frameInit.filter.kind
        },
        frameInit(
            "tau", .integer, "Timestep to which FrameInit diffuses the layout, 0 to 999.",
            default: "\(FrameInit().timestep)"
        ) { $0.timestep = $1.integer ?? $0.timestep },
        frameInit(
            "ds", .number, "FrameInit's stop frequency in space, 0 to 1.",
            default: "\(FrameInit().filter.spatialStop)"
        ) { $0.filter.spatialStop = $1.number ?? $0.filter.spatialStop },
        frameInit(
            "dt", .number, "FrameInit's stop frequency in time, 0 to 1.",
            default: "\(FrameInit().filter.temporalStop)"
        ) { $0.filter.temporalStop = $1.number ?? $0.filter.temporalStop },
        frameInit(
            "filter-order", .integer, "Order of the Butterworth filter.",
            default: "\(FrameInit().filter.order)"
        ) { $0.filter.order = $1.integer ?? $0.filter.order },
    ]

    /// An option of FrameInit, which it switches on.
    private static func frameInit(
        _ name: String, _ kind: GeneratorOption.Kind, _ help: String, default value: String,
        apply: @escaping @Sendable (inout FrameInit, GeneratorOptionValues.Value) -> Void
    ) -> SettingOption<Self> {
        SettingOption(name, kind, help, default: value) { settings, value in
            var frameInit = settings.frameInit ?? FrameInit()
            apply(&frameInit, value)
            settings.frameInit = frameInit
        }
    }

    private static let formatOptions: [SettingOption<Self>] = [
        .integer("frames", \.frames, "Frames of the video, the first included."),
        .integer("width", \.width, "Width of the video, a multiple of 8."),
        .integer("height", \.height, "Height of the video, a multiple of 8."),
        .number("fps", \.framesPerSecond, "Frames per second of the file."),
    ]
}
