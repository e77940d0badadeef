/// One row of a test set: what is to be generated or scored.
public struct Sample: Sendable, Hashable, Codable {
    /// Unique within the suite and stable: seeds derive from it.
    public var id: String
    public var category: String
    public var prompt: String?
    /// Where the prompt comes from when the manifest left it empty: `caption` means that a description written
    /// for the clip stands in for the text that made it.
    public var promptSource: String?
    /// Input image file, if the sample has one as a file.
    public var image: String?
    /// Finished video file.
    public var video: String?
    /// Real video that belongs to the input, for comparison.
    public var reference: String?
    /// Words that the object and scene metrics look for.
    public var objects: [String]
    public var scene: String?
    /// What moves how: `left`, `right`, `up`, `down`, `zoom in`, `zoom out`, `rotate`.
    public var motion: [String]

    public init(
        id: String, category: String, prompt: String? = nil, promptSource: String? = nil,
        image: String? = nil, video: String? = nil, reference: String? = nil, objects: [String] = [],
        scene: String? = nil, motion: [String] = []
    ) {
        self.id = id
        self.category = category
        self.prompt = prompt
        self.promptSource = promptSource
        self.image = image
        self.video = video
        self.reference = reference
        self.objects = objects
        self.scene = scene
        self.motion = motion
    }
}
