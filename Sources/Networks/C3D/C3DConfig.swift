/// Configuration of C3D. Defaults are those of the network trained on Sports-1M and UCF-101.
public struct C3DConfig: Codable, Sendable, Hashable {
    public var classes = 101
    /// Frames of a clip.
    public var frames = 16
    /// Height and width of the frames.
    public var imageSize = 112
    /// Channels of the five stages of convolutions.
    public var stageWidths = [64, 128, 256, 512, 512]
    /// Width of the two hidden layers of the classifier.
    public var hiddenWidth = 4096

    public init() {}

    enum CodingKeys: String, CodingKey {
        case classes = "num_classes"
        case frames = "num_frames"
        case imageSize = "image_size"
        case stageWidths = "stage_widths"
        case hiddenWidth = "hidden_width"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&classes, .classes)
        try values.read(&frames, .frames)
        try values.read(&imageSize, .imageSize)
        try values.read(&stageWidths, .stageWidths)
        try values.read(&hiddenWidth, .hiddenWidth)
    }

    /// Extents of the last pool: four halvings in time, five in space, of which the last rounds up.
    var lastGrid: (frames: Int, side: Int) { (frames / 16, (imageSize / 16 + 1) / 2) }

    /// Values that the classifier sees.
    var flatWidth: Int { stageWidths[4] * lastGrid.frames * lastGrid.side * lastGrid.side }

    /// Refuses sizes of which no network can be built.
    func validate() throws {
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: String) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: C3D.name, key: key.rawValue, expected: expected, found: found)
            }
        }
        try require(classes > 0, .classes, "at least 1", "\(classes)")
        try require(frames > 0 && frames % 16 == 0, .frames, "a multiple of 16", "\(frames)")
        try require(imageSize >= 16, .imageSize, "at least 16", "\(imageSize)")
        try require(
            stageWidths.count == 5 && stageWidths.allSatisfy { $0 > 0 }, .stageWidths,
            "five widths of at least 1", "\(stageWidths)")
        try require(hiddenWidth > 0, .hiddenWidth, "at least 1", "\(hiddenWidth)")
    }
}
