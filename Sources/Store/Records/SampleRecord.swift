/// One row of a test set with the contents it stands for.
public struct SampleRecord: Sendable, Hashable, Codable {
    /// SHA-256 over everything below.
    public var hash: String
    /// Unique within a suite.
    public var name: String
    public var category: String
    public var prompt: String?
    /// Hash of the input image.
    public var imageHash: String?
    /// Hash of the finished or reference video file.
    public var videoHash: String?
    public var objects: [String]
    public var scene: String?

    public init(
        hash: String, name: String, category: String, prompt: String? = nil, imageHash: String? = nil,
        videoHash: String? = nil, objects: [String] = [], scene: String? = nil
    ) {
        self.hash = hash
        self.name = name
        self.category = category
        self.prompt = prompt
        self.imageHash = imageHash
        self.videoHash = videoHash
        self.objects = objects
        self.scene = scene
    }
}
