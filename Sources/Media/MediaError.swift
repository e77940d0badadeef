import Tensor

/// Why a video or image cannot be read or written. Every text names the file, what was found and what to do.
public enum MediaError: Error, Sendable, Equatable {
    case missing(path: String)
    case unreadable(path: String, reason: String)
    /// The content is in no format that can be decoded.
    case notMedia(path: String, found: String)
    /// The file ends, or its data breaks, after `framesRead` good frames.
    case truncated(path: String, framesRead: Int, reason: String)
    case noFrames(path: String, found: String)
    case tooLarge(path: String, found: String)
    case unsupported(path: String, found: String, advice: String)
    /// A frame has another size than the ones before it.
    case sizeChanges(path: String, frame: Int, expected: String, found: String)
    case unwritable(path: String, reason: String)
    case unencodable(path: String, found: String, advice: String)
}

extension MediaError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .unwritable, .unencodable: 1
        default: 65
        }
    }

    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): no such file or folder. Check the path."
        case .unreadable(let path, let reason):
            "\(path): cannot be read (\(reason)). Check the permissions of the file and of its folder."
        case .notMedia(let path, let found):
            "\(path): expected a video, an image, a folder of images or a NumPy array, found \(found). "
                + "Check that this is the file you meant and that it was copied completely."
        case .truncated(let path, let framesRead, let reason):
            "\(path): expected a complete file, but decoding broke off after \(framesRead) "
                + "frame\(framesRead == 1 ? "" : "s") (\(reason)). Copy, download or generate the file again."
        case .noFrames(let path, let found):
            "\(path): expected at least one video frame, found \(found). Generate or download the file again."
        case .tooLarge(let path, let found):
            "\(path): expected at most \(Self.pixelLimit) pixels a frame, found \(found). Scale it down first."
        case .unsupported(let path, let found, let advice):
            "\(path): \(found) is not supported. \(advice)"
        case .sizeChanges(let path, let frame, let expected, let found):
            "\(path): expected every frame to be \(expected) like the first, found \(found) at frame \(frame). "
                + "Bring all frames to one size first."
        case .unwritable(let path, let reason):
            "\(path): cannot be written (\(reason)). Check the free space and the permissions of the folder, "
                + "or choose another one."
        case .unencodable(let path, let found, let advice):
            "\(path): cannot store \(found). \(advice)"
        }
    }

    /// Frames of more pixels are refused before memory is taken for them.
    static let pixelLimit = 1 << 28
}
