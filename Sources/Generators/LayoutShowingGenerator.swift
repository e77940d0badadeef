import Media

/// A generator that may be guided by a layout, which can be looked at before the work is done.
public protocol LayoutShowingGenerator: VideoGenerator {
    /// The frames of the layout that guides a video from `firstFrame`; nil where there is none but the frame itself.
    func layout(for firstFrame: RGBImage) -> [RGBImage]?

    /// The picture that a layout brings along in place of a request's first frame, if it does.
    var layoutFirstFrame: RGBImage? { get }
}
