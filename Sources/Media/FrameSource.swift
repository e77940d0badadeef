/// Delivers the frames of a video one after another, in presentation order.
public protocol FrameSource: AnyObject {
    var properties: MediaProperties { get }

    /// The next frame, nil after the last.
    ///
    /// Throws: `MediaError` naming the file and, when decoding breaks off, how many frames came before. A video
    /// without any frame throws instead of ending at once.
    func nextFrame() throws -> VideoFrame?
}

extension FrameSource {
    /// The image of the next frame, nil after the last. Throws as `nextFrame` does.
    public func next() throws -> RGBImage? { try nextFrame()?.image }
}

/// One frame and when it is shown.
public struct VideoFrame: Sendable, Hashable {
    public let image: RGBImage
    /// Seconds after the first frame, nil where the container stores no times.
    public let seconds: Double?
}

/// What a container says about its video.
public struct MediaProperties: Sendable, Hashable {
    /// Size of the delivered frames, that is after rotation.
    public var width: Int
    public var height: Int
    /// Nil for images, folders of images and arrays, which have none; the average one for variable rates.
    public var frameRate: FrameRate?
    /// Number of frames the container declares. Files exist that declare more than can be decoded.
    public var declaredFrames: Int?
    /// Seconds, as declared.
    public var duration: Double?
    /// `png`, `h264`, … as libav names it; `npy` for arrays.
    public var codec: String
    /// Layout of the decoded samples, as libav names it.
    public var pixelFormat: String
    /// Clockwise quarter turns (in degrees) applied to the stored frames.
    public var rotation: Int

    init(
        width: Int, height: Int, frameRate: FrameRate? = nil, declaredFrames: Int? = nil,
        duration: Double? = nil,
        codec: String, pixelFormat: String = "rgb24", rotation: Int = 0
    ) {
        self.width = width
        self.height = height
        self.frameRate = frameRate
        self.declaredFrames = declaredFrames
        self.duration = duration
        self.codec = codec
        self.pixelFormat = pixelFormat
        self.rotation = rotation
    }
}
