/// Everything that decides a look-back video apart from the weights and the request; defaults are the paper's where it
/// gives any.
public struct LookBackSettings: Codable, Sendable, Hashable {
    public var width = 256
    public var height = 256
    /// Frames of the video; the first is the VAE's round trip of the input.
    public var frames = 16
    public var steps = 50
    /// Only used with a prompt.
    public var textGuidance = 7.5
    public var initialization = LookBackInitialization.hybrid
    public var framesPerSecond = 8.0

    public init() {}

    /// Small and quick, for the demo-size model.
    public static var demo: LookBackSettings {
        var settings = LookBackSettings()
        (settings.width, settings.height, settings.steps) = (64, 64, 10)
        return settings
    }

    enum CodingKeys: String, CodingKey {
        case width, height, frames, steps, initialization
        case textGuidance = "text_guidance"
        case framesPerSecond = "frames_per_second"
    }

    /// Steps that the progress of a video counts: inversion takes as many as sampling.
    public var progressSteps: Int { initialization == .inversion ? 2 * steps : steps }

    /// Every setting as text, for the identity of a generator.
    public var summary: [String: String] {
        [
            "width": "\(width)", "height": "\(height)", "frames": "\(frames)", "steps": "\(steps)",
            "text_guidance": "\(textGuidance)", "initialization": initialization.rawValue,
            "frames_per_second": "\(framesPerSecond)",
        ]
    }
}
