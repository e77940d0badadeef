import Foundation

/// What a file's extension promises.
enum FileKind: Sendable {
    case video, image, other

    static let videoExtensions: Set<String> = [
        "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "wmv", "flv", "ogv", "3gp", "gif",
        "npy", "npz",
    ]
    static let imageExtensions: Set<String> = ["png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff"]

    init(path: String) {
        let name = (path as NSString).pathExtension.lowercased()
        self =
            Self.videoExtensions.contains(name)
            ? .video : Self.imageExtensions.contains(name) ? .image : .other
    }
}
