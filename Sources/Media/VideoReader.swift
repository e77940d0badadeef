import Foundation

/// Reads any video: a container that libav knows, an animated or single image, a folder of images (in natural
/// order of their names), or a NumPy array of 8-bit frames. What a file is follows from its content.
///
/// One frame is decoded at a time and none is kept. Frames come in presentation order, turned as the container
/// asks; variable frame rates are delivered frame by frame with their times, without repeating any.
public final class VideoReader: FrameSource {
    public let path: String
    private let source: any FrameSource
    /// Frames delivered so far.
    public private(set) var frameCount = 0

    /// Throws: `MediaError` naming the file.
    public init(path: String) throws {
        self.path = path
        source = try Self.open(path)
    }

    public var properties: MediaProperties { source.properties }

    public func nextFrame() throws -> VideoFrame? {
        guard let frame = try source.nextFrame() else { return nil }
        frameCount += 1
        return frame
    }

    private static func open(_ path: String) throws -> any FrameSource {
        switch try FileSignature(path: path) {
        case .folder: try FolderSource(path: path)
        case .jpeg: try JPEGSource(path: path)
        case .numpy: try ArraySource(path: path, bytes: FileBytes(path: path))
        case .zip: try ArraySource(archive: path)
        case .other: try LibAVSource(path: path)
        }
    }
}
