import Foundation
import Hashing
import Media
import Tensor

/// A video from a file whose low frequencies guide FrameInit.
public struct LayoutVideo: Sendable {
    public let path: String
    /// Whether its first frame stands in for the request's image.
    public var replacesFirstFrame: Bool
    /// What the file held; nil until `read`.
    package private(set) var content: Content?

    /// Frames as FrameInit takes them.
    package struct Content: Sendable {
        /// `[F, height, width, 3]` in [-1, 1].
        package let frames: Tensor
        /// Of the frames' numbers.
        let sha256: String
    }

    /// τ and D₀ for layouts that move: the paper's for pan and zoom.
    public static let frameInit = CameraMotion.panLeft.frameInit

    public init(path: String, replacesFirstFrame: Bool = false) {
        (self.path, self.replacesFirstFrame) = (path, replacesFirstFrame)
    }

    /// Reads the file once; every frame is prepared like a first frame.
    /// - Throws: `MediaError` naming the file, `GeneratorError.setting` where it has another number of frames.
    mutating func read(frames count: Int, width: Int, height: Int) throws {
        guard content?.frames.shape != [count, height, width, 3] else { return }
        let reader = try MediaDecoder().video(at: path)
        let prepare = FirstFramePreparation(height: height, width: width)
        var frames: [Tensor] = []
        while frames.count <= count, let frame = try reader.next() { frames.append(prepare(frame)) }
        guard frames.count == count else {
            throw GeneratorError.setting(
                "layout video \(path)", expected: "\(count) frames, as many as the video",
                found: frames.count > count ? "more than \(count)" : "\(frames.count)",
                advice: "Cut the layout to this length, or set --frames to its length.")
        }
        let joined = Tensor.stacked(frames)
        let hash = SHA256()
        joined.withElements { hash.update(UnsafeRawBufferPointer($0)) }
        content = Content(frames: joined, sha256: hash.hexDigest())
    }

    /// The first frame, once read, for requests without an image.
    public var firstImage: RGBImage? { content.map { RGBImage(layoutFrame: 0, of: $0.frames) } }
}

extension LayoutVideo: Hashable {
    /// Once read, the path says where the frames were found, not what they are.
    private var name: String { content?.sha256 ?? path }

    public static func == (left: LayoutVideo, right: LayoutVideo) -> Bool {
        (left.name, left.replacesFirstFrame) == (right.name, right.replacesFirstFrame)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension LayoutVideo: Codable {
    private enum CodingKeys: String, CodingKey {
        case path, sha256
        case replacesFirstFrame = "replaces_first_frame"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            path: try values.decode(String.self, forKey: .path),
            replacesFirstFrame: try values.decodeIfPresent(Bool.self, forKey: .replacesFirstFrame) ?? false)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(path, forKey: .path)
        try values.encode(replacesFirstFrame, forKey: .replacesFirstFrame)
        try values.encodeIfPresent(content?.sha256, forKey: .sha256)
    }
}

extension RGBImage {
    /// Frame `index` of `[F, H, W, 3]` in [-1, 1].
    init(layoutFrame index: Int, of frames: Tensor) {
        let frame = frames[index..<index + 1].reshaped(Array(frames.shape[1...]))
        self.init(rounding: frame.mapped { ($0 / 2 + 0.5) * 255 })
    }
}
