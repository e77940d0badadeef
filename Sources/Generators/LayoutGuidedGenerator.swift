/// A generator that starts from noise whose layout comes from the first frame, by FrameInit. Variants share the loaded
/// weights.
public protocol LayoutGuidedGenerator: VideoGenerator {
    /// What the layout is mixed in with now; nil is off.
    var frameInit: FrameInit? { get }
    /// The same generator with this FrameInit.
    /// - Throws: `GeneratorError.setting` for values out of range.
    func guided(by frameInit: FrameInit?) throws -> any VideoGenerator
}

extension ConsistI2VGenerator: LayoutGuidedGenerator {
    public var frameInit: FrameInit? { settings.frameInit }

    public func guided(by frameInit: FrameInit?) throws -> any VideoGenerator {
        var changed = settings
        changed.frameInit = frameInit
        return try ConsistI2VGenerator(model: model, settings: changed, batch: batch)
    }
}
