/// Options that move the camera or lengthen the video.
extension ConsistI2VSettings {
    /// They bring FrameInit settings of their own, so they stand before FrameInit's options.
    static let layoutOptions: [SettingOption<Self>] = [
        SettingOption(
            "camera", .choice(CameraMotion.Name.allCases.map(\.rawValue)),
            "Move the camera over the first frame: pan_left, pan_right, zoom_in, zoom_out or perspective. "
                + "Sets tau 750 and stop frequencies 0.5 (perspective: tau 700) unless you give others."
        ) { settings, value in
            guard
                let motion = try? value.text.flatMap(CameraMotion.Name.init).map({
                    try CameraMotion($0, move: nil)
                })
            else { return }
            settings.follow(motion)
        },
        SettingOption(
            "points", .text,
            "For --camera perspective: four points of the video's first frame, in pixels, and where they move: "
                + "\"x,y>x,y x,y>x,y …\"."
        ) { settings, value in
            guard let move = try? value.text.map({ try PerspectiveMove($0) }) else { return }
            settings.follow(.perspective(move))
        },
        SettingOption(
            "layout-video", .path,
            "Any clip of as many frames as the video, as a layout. Sets tau 750 and stop frequencies 0.5 unless you "
                + "give others."
        ) { settings, value in
            guard let path = value.text else { return }
            settings.layout = .video(LayoutVideo(path: path))
            settings.frameInit = LayoutVideo.frameInit
        },
        .flag("layout-first-frame", "The first frame of --layout-video takes the image's place.") {
            guard case .video(var video) = $0.layout else { return }
            video.replacesFirstFrame = true
            $0.layout = .video(video)
        },
    ]

    static let chunkOptions: [SettingOption<Self>] = [
        .integer(
            "chunks", \.chunks,
            "Make K chunks, each from the last latent frame of the one before: K·F - K + 1 frames."),
        .flag("no-chunk-frameinit", "Start chunks after the first from the noise itself.") {
            $0.continuesWithFrameInit = false
        },
    ]

    private mutating func follow(_ motion: CameraMotion) {
        layout = .camera(motion)
        frameInit = motion.frameInit
    }

    /// Refuses layouts that are incomplete, contradict each other or would do nothing.
    static func validateLayout(_ values: GeneratorOptionValues) throws {
        let camera = values["camera"]?.text.flatMap(CameraMotion.Name.init)
        if let camera {
            _ = try CameraMotion(camera, move: values["points"]?.text.map { try PerspectiveMove($0) })
            if values["layout-video"] != nil {
                throw GeneratorError.contradiction("--layout-video", "--camera \(camera.rawValue)")
            }
        } else if values["points"] != nil {
            throw GeneratorError.setting(
                "--points", expected: "--camera perspective beside it", found: "no camera",
                advice: "Only that motion has key points.")
        }
        if values["layout-first-frame"] != nil, values["layout-video"] == nil {
            throw GeneratorError.setting(
                "--layout-first-frame", expected: "--layout-video beside it", found: "none",
                advice: "It is the layout video's first frame that takes the image's place.")
        }
        let chunks = values["chunks"]?.integer ?? 1
        if values["no-chunk-frameinit"] != nil, chunks == 1 {
            throw GeneratorError.setting(
                "--no-chunk-frameinit", expected: "--chunks 2 or more beside it", found: "a single chunk",
                advice: "Use --no-frameinit for a video of one chunk.")
        }
    }
}
