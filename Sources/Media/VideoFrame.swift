/// One frame and when it is shown.
public struct VideoFrame: Sendable, Hashable {
    public let image: RGBImage
    /// Seconds after the first frame, nil where the container stores no times.
    public let seconds: Double?
}
