import Media
import Tensor

/// Which video FrameInit takes its low frequencies from.
public enum LayoutSource: Sendable, Hashable {
    /// The first frame, standing still.
    case still
    /// The first frame under a moving camera; the layout's first frame becomes the video's.
    case camera(CameraMotion)
    case video(LayoutVideo)

    /// The layout as pictures, to be looked at; nil for `still`.
    public func images(for image: RGBImage, format: VideoFormat) -> [RGBImage]? {
        frames(for: image, format: format).map { frames in
            (0..<frames.shape[0]).map { RGBImage(layoutFrame: $0, of: frames) }
        }
    }

    /// The layout of a video, in pixels: `[F, height, width, 3]` in [-1, 1]; nil for `still`.
    func frames(for image: RGBImage, format: VideoFormat) -> Tensor? {
        switch self {
        case .still: nil
        case .camera(let motion):
            motion.layout(of: image, frames: format.frames, width: format.width, height: format.height)
        case .video(let video): video.content?.frames
        }
    }

    /// Whether the layout's first frame conditions the video in place of the image itself.
    var replacesFirstFrame: Bool {
        switch self {
        case .still: false
        case .camera: true
        case .video(let video): video.replacesFirstFrame
        }
    }

    /// Checks the layout for a format, and reads the one that is a file.
    /// - Throws: `GeneratorError.setting` or `MediaError` for a layout that cannot be used.
    mutating func prepare(for format: VideoFormat) throws {
        switch self {
        case .still: return
        case .camera(let motion):
            try motion.validate(frames: format.frames, width: format.width, height: format.height)
        case .video(var video):
            try video.read(frames: format.frames, width: format.width, height: format.height)
            self = .video(video)
        }
    }
}

extension LayoutSource: Codable {
    private enum CodingKeys: String, CodingKey { case camera, points, video }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let name = try values.decodeIfPresent(CameraMotion.Name.self, forKey: .camera) {
            let points = try values.decodeIfPresent(String.self, forKey: .points)
            self = .camera(try CameraMotion(name, move: points.map { try PerspectiveMove($0) }))
        } else {
            self = try values.decodeIfPresent(LayoutVideo.self, forKey: .video).map { .video($0) } ?? .still
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .still: return
        case .camera(let motion):
            try values.encode(motion.name, forKey: .camera)
            if case .perspective(let move) = motion { try values.encode(move.text, forKey: .points) }
        case .video(let video): try values.encode(video, forKey: .video)
        }
    }
}
