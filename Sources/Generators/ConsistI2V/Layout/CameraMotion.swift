/// How the camera moves over the first frame: the motions of a layout video that is made from one image.
///
/// | motion | seen in frame i of F |
/// | --- | --- |
/// | `pan_right`, `pan_left` | a window of the video's width that slides over the wider image by `i / F` of the room |
/// | `zoom_in`, `zoom_out` | a centred square that shrinks from the short side to two thirds of it, or grows back |
/// | `perspective` | the image warped so that four key points stand where they are at `i / (F - 1)` of their way |
///
/// Source: arXiv 2402.04324 section 5.5 (all), released pipeline (pan and zoom, which end one frame early).
/// Differs: the released zoom_out fails; here its sides are whole numbers and it does what zoom_in does, backwards.
public enum CameraMotion: Sendable, Hashable {
    case panLeft, panRight, zoomIn, zoomOut
    case perspective(PerspectiveMove)

    /// Every motion's name, as on the command line.
    public enum Name: String, Sendable, Codable, CaseIterable {
        case panLeft = "pan_left"
        case panRight = "pan_right"
        case zoomIn = "zoom_in"
        case zoomOut = "zoom_out"
        case perspective
    }

    public var name: Name {
        switch self {
        case .panLeft: .panLeft
        case .panRight: .panRight
        case .zoomIn: .zoomIn
        case .zoomOut: .zoomOut
        case .perspective: .perspective
        }
    }

    /// - Parameter move: where the key points go; `perspective` needs it, nothing else may have it.
    /// - Throws: `GeneratorError.setting` where it is missing or has no meaning.
    public init(_ name: Name, move: PerspectiveMove?) throws {
        switch (name, move) {
        case (.panLeft, nil): self = .panLeft
        case (.panRight, nil): self = .panRight
        case (.zoomIn, nil): self = .zoomIn
        case (.zoomOut, nil): self = .zoomOut
        case (.perspective, .some(let move)): self = .perspective(move)
        case (.perspective, nil):
            throw GeneratorError.setting(
                "points", expected: PerspectiveMove.form, found: "none",
                advice: "The camera motion perspective needs four key points and where they move.")
        case (_, .some):
            throw GeneratorError.setting(
                "points", expected: "none with the camera motion \(name.rawValue)", found: "key points",
                advice: "Only the camera motion perspective has key points.")
        }
    }

    /// τ and D₀ that the paper uses for the motion.
    public var frameInit: FrameInit {
        let filter = FrequencyFilter(spatialStop: 0.5, temporalStop: 0.5)
        return FrameInit(timestep: name == .perspective ? 700 : 750, filter: filter)
    }
}
