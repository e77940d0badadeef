/// The three switches of the paper's ablation (F.I., T.Cond., S.Cond.).
public struct Ablation: Sendable, Hashable, Codable {
    public var frameInit: Bool
    public var temporalConditioning: Bool
    public var spatialConditioning: Bool

    public init(
        frameInit: Bool = true, temporalConditioning: Bool = true, spatialConditioning: Bool = true
    ) {
        self.frameInit = frameInit
        self.temporalConditioning = temporalConditioning
        self.spatialConditioning = spatialConditioning
    }

    /// The rows of the paper's ablation table, each without one part more than the row above.
    public static let paperRows = [
        Ablation(), Ablation(frameInit: false), Ablation(frameInit: false, temporalConditioning: false),
        Ablation(frameInit: false, temporalConditioning: false, spatialConditioning: false),
    ]
}

/// A generator whose parts can be switched off for comparison. Variants share the loaded weights.
public protocol AblatableGenerator: VideoGenerator {
    /// What is switched on now.
    var ablation: Ablation { get }
    /// The same generator with exactly these parts switched on.
    func ablated(_ ablation: Ablation) throws -> any VideoGenerator
}
