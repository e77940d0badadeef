import Checkpoints

/// What a generator is built from.
public struct GeneratorSetup: Sendable {
    public var weights: WeightChoice
    /// Finds published weights and folders.
    public var locator: WeightLocator
    /// Only read for synthetic weights; nil is the full size.
    public var size: GeneratorSize?
    /// What the protocol of a suite prescribes, if there is one.
    public var format: VideoFormat?
    /// Options that a suite prescribes for all generators; a generator leaves out those it does not have.
    public var prescribed: GeneratorOptionValues
    /// What the user asks for; it goes over everything else, and an option the generator does not have is refused.
    public var options: GeneratorOptionValues
    /// How much of the work is done at once; pixels do not depend on it.
    public var batch: BatchSize

    public init(
        weights: WeightChoice, locator: WeightLocator, size: GeneratorSize? = nil,
        format: VideoFormat? = nil, prescribed: GeneratorOptionValues = GeneratorOptionValues(),
        options: GeneratorOptionValues = GeneratorOptionValues(), batch: BatchSize = .automatic
    ) {
        (self.weights, self.locator, self.size) = (weights, locator, size)
        (self.format, self.prescribed, self.options) = (format, prescribed, options)
        self.batch = batch
    }

    /// Width up to which a format is meant for demo-size models.
    public static let demoWidth = 64

    /// Settings in this order, later over earlier: what fits the model, the suite's protocol and sampler, the user's.
    ///
    /// - Parameter isDemoSize: whether the model has one size only, which then goes before the suite's.
    func settings<Settings: GeneratorSettings>(over base: Settings, isDemoSize: Bool) -> Settings {
        var settings = base
        if let format, !isDemoSize || format.width <= Self.demoWidth { settings.format = format }
        settings.apply(prescribed)
        settings.apply(options)
        return settings
    }
}
