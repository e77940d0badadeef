/// Opens videos and images; counts can be taken by whoever passes it in.
public struct MediaDecoder: Sendable {
    private let onOpen: (@Sendable (String) -> Void)?

    /// - Parameter onOpen: called with the path whenever a file or folder is opened for decoding.
    public init(onOpen: (@Sendable (String) -> Void)? = nil) { self.onOpen = onOpen }

    /// The frames of a video. Throws: `MediaError` naming the file.
    public func video(at path: String) throws -> VideoReader {
        onOpen?(path)
        return try VideoReader(path: path)
    }

    /// All frames of a video, in memory. Throws: `MediaError` naming the file.
    public func frames(at path: String) throws -> [RGBImage] {
        let reader = try video(at: path)
        var frames: [RGBImage] = []
        while let frame = try reader.next() { frames.append(frame) }
        return frames
    }

    /// A single image, or the first frame of a video. Throws: `MediaError` naming the file.
    public func image(at path: String) throws -> RGBImage {
        guard let image = try video(at: path).next() else {
            throw MediaError.noFrames(path: path, found: "nothing to show")
        }
        return image
    }
}
