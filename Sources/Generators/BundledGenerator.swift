/// What the registry, listings and tables say of a generator.
public struct GeneratorDescriptor: Sendable, Hashable {
    /// Id on the command line and in the store, such as `consisti2v`.
    public let id: String
    /// What tables call it.
    public let title: String
    /// One line for listings.
    public let summary: String
    public let source: String
    /// Ids of its networks in `NetworkRegistry`.
    public let networks: [String]
    /// Whether a video needs a text.
    public let needsPrompt: Bool

    public init(
        id: String, title: String, summary: String, source: String, networks: [String],
        needsPrompt: Bool = true
    ) {
        (self.id, self.title, self.summary, self.source) = (id, title, summary, source)
        (self.networks, self.needsPrompt) = (networks, needsPrompt)
    }
}

/// A generator that comes with this package: one folder, and one line in `GeneratorRegistry`.
///
/// Its settings declare the options by which a person changes them; the command line, its help and completions,
/// `list generators`, plans and error texts follow from that.
public protocol BundledGenerator: CostEstimatingGenerator {
    associatedtype Settings: GeneratorSettings

    static var descriptor: GeneratorDescriptor { get }
    var settings: Settings { get }
    /// What tables call it with these settings.
    var title: String { get }
    /// Steps that the progress of a video counts.
    var progressSteps: Int { get }

    /// - Throws: `GeneratorError` for settings out of range, `CheckpointError` for weights that are absent.
    init(_ setup: GeneratorSetup) throws
}

extension BundledGenerator {
    public static var id: String { descriptor.id }

    /// The options that can be given.
    public static var options: [GeneratorOption] { Settings.options.map(\.declaration) }

    public var title: String { Self.descriptor.title }

    /// Refuses options that this generator does not have, values of another kind, and contradictions.
    static func check(_ values: GeneratorOptionValues) throws {
        for name in values.names {
            guard let option = options.first(where: { $0.name == name }) else {
                throw GeneratorError.unknownOption(
                    name, generator: id, known: options.map(\.name).sorted())
            }
            guard let value = values[name], option.accepts(value) else {
                throw GeneratorError.setting(
                    "--\(name)", expected: "\(option.kind)",
                    found: values[name].map(\.description) ?? "nothing", advice: option.help)
            }
        }
        try Settings.validate(values)
    }
}
