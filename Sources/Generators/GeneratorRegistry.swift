/// Every generator that can be named on the command line.
public enum GeneratorRegistry {
    /// One line a generator.
    public static let all: [any BundledGenerator.Type] = [
        ConsistI2VGenerator.self,
        LookBackGenerator.self,
    ]

    /// Known ids, sorted.
    public static var ids: [String] { all.map { $0.id }.sorted() }

    /// - Throws: `GeneratorError.unknownGenerator`.
    public static func generator(_ id: String) throws -> any BundledGenerator.Type {
        guard let found = all.first(where: { $0.id == id }) else {
            throw GeneratorError.unknownGenerator(id: id, known: ids)
        }
        return found
    }

    /// Builds the generator `id`; weights are opened, and read when the first video is made.
    /// - Throws: `GeneratorError` for an unknown id, options it does not have or settings out of range,
    ///   `CheckpointError` for weights that are absent.
    public static func make(_ id: String, _ setup: GeneratorSetup) throws -> any BundledGenerator {
        let generator = try generator(id)
        try generator.check(setup.options)
        return try generator.init(setup)
    }

    /// Refuses options that the generator does not have, values of another kind, and contradictions.
    /// - Throws: `GeneratorError`.
    public static func check(_ options: GeneratorOptionValues, for id: String) throws {
        try generator(id).check(options)
    }

    /// Every option of any generator, once, with the ids of those that have it. Choices are those of all of them.
    public static var options: [(option: GeneratorOption, generators: [String])] {
        var found: [(option: GeneratorOption, generators: [String])] = []
        for generator in all {
            for option in generator.options {
                if let index = found.firstIndex(where: { $0.option.name == option.name }) {
                    found[index].option = found[index].option.joined(with: option)
                    found[index].generators.append(generator.id)
                } else {
                    found.append((option, [generator.id]))
                }
            }
        }
        return found
    }
}
