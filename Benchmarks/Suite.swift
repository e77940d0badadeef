import Media

/// One row of a test set: what is to be generated or scored.
public struct Sample: Sendable, Hashable, Codable {
    /// Unique within the suite and stable: seeds derive from it.
    public var id: String
    public var category: String
    public var prompt: String?
    /// Input image file, if the sample has one as a file.
    public var image: String?
    /// Reference or finished video file.
    public var video: String?
    /// Words that the object and scene metrics look for.
    public var objects: [String]
    public var scene: String?

    public init(
        id: String, category: String, prompt: String? = nil, image: String? = nil, video: String? = nil,
        objects: [String] = [], scene: String? = nil
    ) {
        self.id = id
        self.category = category
        self.prompt = prompt
        self.image = image
        self.video = video
        self.objects = objects
        self.scene = scene
    }
}

/// How the videos of a suite are made and compared.
public struct SuiteProtocol: Sendable, Hashable, Codable {
    public var frames: Int
    public var width: Int
    public var height: Int
    public var framesPerSecond: Double

    public init(frames: Int, width: Int, height: Int, framesPerSecond: Double) {
        self.frames = frames
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
    }
}

/// A category-organised test set.
public protocol Suite: Sendable {
    /// Id on the command line and in the store.
    var id: String { get }
    /// Raised when samples or protocol change.
    var version: String { get }
    var title: String { get }
    var protocolSettings: SuiteProtocol { get }
    /// In a fixed order.
    var samples: [Sample] { get }
    /// SHA-256 over everything above and the samples' inputs.
    var hash: String { get throws }
    /// The input image of a sample. Throws with the file's name when it cannot be read.
    func firstFrame(of sample: Sample) throws -> RGBImage
}
