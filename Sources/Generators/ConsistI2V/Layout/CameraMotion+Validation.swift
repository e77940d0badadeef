import Media

extension CameraMotion {
    /// Checks what does not depend on the image.
    /// - Throws: `GeneratorError.setting` for a zoom whose video is not square, and for key points that are outside the
    ///   frame or that no camera can follow.
    func validate(frames: Int, width: Int, height: Int) throws {
        switch self {
        case .panLeft, .panRight: return
        case .zoomIn, .zoomOut:
            guard width == height else {
                throw GeneratorError.setting(
                    "camera \(name.rawValue)", expected: "a video as high as it is wide",
                    found: "\(width)×\(height)", advice: "Set --width and --height to the same number.")
            }
        case .perspective(let move): try move.validate(frames: frames, width: width, height: height)
        }
    }

    /// Checks that a pan has room in an image.
    /// - Throws: `GeneratorError.setting` for a pan over an image that is not wider than the video.
    func validate(image: (width: Int, height: Int), width: Int, height: Int) throws {
        let resized = Framing.shortSide(height, width: image.width, height: image.height)
        guard resized.height == height, resized.width > width else {
            throw GeneratorError.setting(
                "camera \(name.rawValue)",
                expected: "an image wider in proportion than the video's \(width)×\(height)",
                found: "\(image.width)×\(image.height)",
                advice: "There is no room to pan: take a wider image or a narrower video, or use zoom_in.")
        }
    }
}
