import Checkpoints

/// What a generator is built from.
public struct GeneratorOptions: Sendable {
    public var weights: WeightChoice
    /// Finds published weights and folders.
    public var locator: WeightLocator
    /// Only read for synthetic weights; nil is the full size.
    public var size: GeneratorSize?
    /// nil: what fits the model's size.
    public var consistI2V: ConsistI2VSettings?

    public init(
        weights: WeightChoice, locator: WeightLocator, size: GeneratorSize? = nil,
        consistI2V: ConsistI2VSettings? = nil
    ) {
        self.weights = weights
        self.locator = locator
        self.size = size
        self.consistI2V = consistI2V
    }
}

/// Every generator that can be named on the command line.
public enum GeneratorRegistry {
    private typealias Factory = @Sendable (GeneratorOptions) throws -> any VideoGenerator

    private static let factories: [String: Factory] = [
        ConsistI2VGenerator.id: { try ConsistI2VGenerator($0) }
    ]

    /// Known ids, sorted.
    public static var ids: [String] { factories.keys.sorted() }

    /// Builds the generator `id`; weights are opened, and read when the first video is made.
    /// - Throws: `GeneratorError` for an unknown id, weights that are absent or settings out of range.
    public static func make(_ id: String, _ options: GeneratorOptions) throws -> any VideoGenerator {
        guard let factory = factories[id] else {
            throw GeneratorError.unknownGenerator(id: id, known: ids)
        }
        return try factory(options)
    }
}

extension ConsistI2VGenerator {
    /// - Throws: `GeneratorError` for weights that are absent or settings out of range.
    public init(_ options: GeneratorOptions) throws {
        let model = try ConsistI2VModel.open(
            options.weights, size: options.size ?? .full, locator: options.locator)
        let settings = options.consistI2V ?? ConsistI2VSettings(preset: model.preset)
        try self.init(model: model, settings: settings)
    }
}
