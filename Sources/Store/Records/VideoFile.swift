/// A finished video as it lies on disk.
public struct VideoFile: Sendable, Hashable, Codable {
    /// SHA-256 of the file's bytes.
    public var sha256: String
    /// Relative to the store's folder where the file lies below it, absolute elsewhere.
    public var path: String
    public var frames: Int
    public var width: Int
    public var height: Int
    public var framesPerSecond: Double

    public init(
        sha256: String, path: String, frames: Int, width: Int, height: Int, framesPerSecond: Double
    ) {
        self.sha256 = sha256
        self.path = path
        self.frames = frames
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
    }
}
