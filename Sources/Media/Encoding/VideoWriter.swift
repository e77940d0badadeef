/// Writes frames to a video file or a folder of images.
///
/// The same frames give the same bytes on any machine with the same libraries: one encoder thread, no dates, no
/// library versions in the container. The result appears at its path complete, on `finish`, or not at all.
public final class VideoWriter {
    public let path: String
    public let width: Int
    public let height: Int
    private let sink: any FrameSink
    private var frames = 0

    /// - Parameter encoding: nil chooses by the extension of `path`.
    /// - Parameter comment: kept in the container where it has a place for one.
    ///
    /// Throws: `MediaError.unencodable` for sizes the encoding cannot hold or an unknown extension,
    /// `.unwritable` when the file cannot be created.
    public init(
        path: String, width: Int, height: Int, frameRate: FrameRate, encoding: VideoEncoding? = nil,
        comment: String? = nil
    ) throws {
        self.path = path
        self.width = width
        self.height = height
        guard width > 0, height > 0,
            width.multipliedReportingOverflow(by: height).partialValue <= MediaError.pixelLimit
        else {
            throw MediaError.unencodable(
                path: path, found: "frames of \(width)×\(height)",
                advice: "At most \(MediaError.pixelLimit) pixels are possible.")
        }
        guard let encoding = encoding ?? VideoEncoding(path: path) else {
            throw MediaError.unencodable(
                path: path, found: "video under this extension",
                advice: "Use .mp4 (H.264), .mkv (FFV1, lossless) or a folder name (PNG, lossless).")
        }
        sink =
            switch encoding {
            case .h264(let quality):
                try LibAVSink(
                    path: path, width: width, height: height, frameRate: frameRate,
                    format: .h264(quality: quality), comment: comment)
            case .ffv1:
                try LibAVSink(
                    path: path, width: width, height: height, frameRate: frameRate, format: .ffv1,
                    comment: comment)
            case .pngFolder: try FolderSink(path: path)
            }
    }

    /// Adds a frame. Throws: `MediaError`.
    ///
    /// - Precondition: the frame has the writer's size.
    public func append(_ image: RGBImage) throws {
        precondition(
            image.width == width && image.height == height,
            "a frame of \(image.width)×\(image.height) for a video of \(width)×\(height)")
        try sink.append(image)
        frames += 1
    }

    /// Completes the file and puts it in its place. Without this call nothing remains. Throws: `MediaError`.
    public func finish() throws {
        guard frames > 0 else {
            throw MediaError.unencodable(
                path: path, found: "a video without frames", advice: "Add at least one.")
        }
        try sink.finish()
    }

    /// Writes all frames of a video at once. Throws: `MediaError`.
    public static func write(
        _ frames: [RGBImage], to path: String, frameRate: FrameRate, encoding: VideoEncoding? = nil,
        comment: String? = nil
    ) throws {
        guard let first = frames.first else {
            throw MediaError.unencodable(
                path: path, found: "a video without frames", advice: "Add at least one.")
        }
        let writer = try VideoWriter(
            path: path, width: first.width, height: first.height, frameRate: frameRate, encoding: encoding,
            comment: comment)
        for frame in frames { try writer.append(frame) }
        try writer.finish()
    }
}
