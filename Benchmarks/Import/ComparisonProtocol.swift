import Media

/// A named way to bring videos of any model to one size, length and rate before they are compared.
///
/// Frames are scaled (Pillow's bicubic, exact) until they just cover the size, keeping their shape, and cut to its
/// centred window; of the frames the first ones are taken as they come, without any in between being left out or made
/// up, and are then said to have the protocol's rate.
public struct ComparisonProtocol: Sendable, Hashable, Codable {
    /// Id on the command line and in files.
    public let id: String
    public let width: Int
    public let height: Int
    public let frames: Int
    public let framesPerSecond: Double
    /// Where the rule comes from.
    public let source: String

    /// How ConsistI2V made videos of all models comparable for its human evaluation: 256×256, 16 frames, 8 fps.
    ///
    /// Differs: the paper names neither the filter nor the order of cutting and scaling. Scaling comes first here.
    public static let consistI2V = ComparisonProtocol(
        id: "consisti2v-256", width: 256, height: 256, frames: 16, framesPerSecond: 8,
        source: "ConsistI2V, arXiv 2402.04324, appendix D")

    /// The size, length and rate of a suite's videos, for the real clips that they are compared with.
    public init(_ settings: SuiteProtocol) {
        id = "\(settings.width)x\(settings.height)-\(settings.frames)f-\(settings.framesPerSecond)fps"
        (width, height) = (settings.width, settings.height)
        (frames, framesPerSecond) = (settings.frames, settings.framesPerSecond)
        source = "the suite's protocol"
    }

    private init(
        id: String, width: Int, height: Int, frames: Int, framesPerSecond: Double, source: String
    ) {
        self.id = id
        (self.width, self.height) = (width, height)
        (self.frames, self.framesPerSecond) = (frames, framesPerSecond)
        self.source = source
    }

    /// Every protocol that can be named.
    public static let all = [consistI2V]

    /// Throws: `SuiteError.unknownProtocol` with the nearest names.
    public static func named(_ id: String) throws -> ComparisonProtocol {
        guard let found = all.first(where: { $0.id == id }) else {
            throw SuiteError.unknownProtocol(id: id, known: all.map(\.id))
        }
        return found
    }

    /// The rule in one line.
    public var summary: String {
        "scaled (pil-bicubic) to cover \(width)×\(height), centred window, first \(frames) frames, \(framesPerSecond) fps"
    }

    /// One frame at the protocol's size.
    public func frame(_ image: RGBImage) -> RGBImage {
        // Compares width / height of the two without dividing.
        let isWider = image.width * height >= image.height * width
        let size =
            isWider
            ? (width: image.width * height / image.height, height: height)
            : (width: width, height: image.height * width / image.width)
        let scaled =
            (image.width, image.height) == (size.width, size.height)
            ? image : Resize.pilBicubic(image, width: size.width, height: size.height)
        return Framing.centreCrop(scaled, width: width, height: height)
    }

    /// The frames of a video under this protocol.
    ///
    /// Throws: `SuiteError.tooShort` for a video of fewer frames, `MediaError`.
    public func frames(of path: String, decoder: MediaDecoder = MediaDecoder()) throws -> [RGBImage] {
        let reader = try decoder.video(at: path)
        var result: [RGBImage] = []
        while result.count < frames, let image = try reader.next() { result.append(frame(image)) }
        guard result.count == frames else {
            throw SuiteError.tooShort(file: path, expected: frames, found: result.count)
        }
        return result
    }
}
