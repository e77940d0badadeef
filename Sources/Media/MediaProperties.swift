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
