import Tensor

/// Why a video cannot be generated. Every text names the setting, file or id, what was expected and what was found.
public enum GeneratorError: Error, Sendable, Equatable {
    /// A setting outside what the generator can do.
    case setting(_ name: String, expected: String, found: String, advice: String)
    /// A noise schedule that is not computed here.
    case schedulerConfig(key: String, expected: String, found: String)
    /// A model folder without a file it must have, or with one that cannot be read.
    case modelFile(path: String, expected: String, found: String, advice: String)
    /// No generator of this id.
    case unknownGenerator(id: String, known: [String])
    /// An option that the generator does not have.
    case unknownOption(_ name: String, generator: String, known: [String])
    /// Two options that contradict each other.
    case contradiction(_ option: String, _ other: String)
}

extension GeneratorError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .setting, .unknownGenerator, .unknownOption, .contradiction: 64
        case .schedulerConfig, .modelFile: 65
        }
    }

    public var description: String {
        switch self {
        case .setting(let name, let expected, let found, let advice):
            "\(name): expected \(expected), found \(found). \(advice)"
        case .schedulerConfig(let key, let expected, let found):
            "scheduler_config.json: \(key) is \(found), expected \(expected). "
                + "Use the scheduler configuration published with the model."
        case .modelFile(let path, let expected, let found, let advice):
            "\(path): expected \(expected), found \(found). \(advice)"
        case .unknownGenerator(let id, let known):
            "generator \(id): expected one of \(known.joined(separator: ", ")). Check the spelling."
        case .unknownOption(let name, let generator, let known):
            "--\(name): the generator \(generator) has no such option. Its options: "
                + known.map { "--\($0)" }.joined(separator: ", ")
                + ". `i2vbench list generators --verbose` tells what they do."
        case .contradiction(let option, let other):
            "\(option) has no meaning with \(other); leave one of them out."
        }
    }
}
