import Foundation
import Media

extension VideoEncoding {
    /// Names the encoding in plans and in the store: `h264-crf10`, `ffv1`, `png`.
    public var label: String {
        switch self {
        case .h264(let quality): "h264-crf" + String(format: "%g", quality)
        case .ffv1: "ffv1"
        case .pngFolder: "png"
        }
    }

    /// What file names of this encoding end in; empty for folders.
    var fileExtension: String {
        switch self {
        case .h264: "mp4"
        case .ffv1: "mkv"
        case .pngFolder: ""
        }
    }
}
