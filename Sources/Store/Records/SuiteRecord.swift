/// A test set in one version.
public struct SuiteRecord: Sendable, Hashable, Codable {
    public var name: String
    public var version: String
    /// SHA-256 over samples and protocol.
    public var hash: String
    public var title: String
    public var frames: Int
    public var width: Int
    public var height: Int
    public var framesPerSecond: Double

    public init(
        name: String, version: String, hash: String, title: String, frames: Int, width: Int, height: Int,
        framesPerSecond: Double
    ) {
        self.name = name
        self.version = version
        self.hash = hash
        self.title = title
        self.frames = frames
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
    }
}
