/// How frames are stored.
public enum VideoEncoding: Sendable, Hashable {
    /// H.264 in mp4, 4:2:0, BT.601 limited range. `quality` is x264's constant rate factor, 0 (best) … 51.
    case h264(quality: Double)
    /// FFV1 in Matroska, 8-bit RGB, lossless.
    case ffv1
    /// A folder of `frame_00001.png`, …, lossless. Stores no frame rate.
    case pngFolder

    /// Visually lossless H.264.
    public static let standard = VideoEncoding.h264(quality: 10)

    /// The encoding that a file name asks for: `.mp4`, `.mkv`, or a folder when there is no extension.
    public init?(path: String, quality: Double = 10) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
            self = .pngFolder
            return
        }
        switch name[dot...].lowercased() {
        case ".mp4", ".m4v", ".mov": self = .h264(quality: quality)
        case ".mkv": self = .ffv1
        default: return nil
        }
    }
}
