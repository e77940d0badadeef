/// Delivers the frames of a video one after another, in presentation order.
public protocol FrameSource: AnyObject {
    var properties: MediaProperties { get }

    /// The next frame, nil after the last.
    ///
    /// Throws: `MediaError` naming the file and, when decoding breaks off, how many frames came before. A video
    /// without any frame throws instead of ending at once.
    func nextFrame() throws -> VideoFrame?
}

extension FrameSource {
    /// The image of the next frame, nil after the last. Throws as `nextFrame` does.
    public func next() throws -> RGBImage? { try nextFrame()?.image }
}
