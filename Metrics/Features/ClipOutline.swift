/// What is known of a video before its frames are read.
public struct ClipOutline: Sendable, Hashable, Codable {
    public var width: Int
    public var height: Int
    /// Frames as the container counts them, which may be wrong; nil when it does not say.
    public var frames: Int?
    public var framesPerSecond: Double

    public init(width: Int, height: Int, frames: Int?, framesPerSecond: Double) {
        (self.width, self.height) = (width, height)
        (self.frames, self.framesPerSecond) = (frames, framesPerSecond)
    }
}
