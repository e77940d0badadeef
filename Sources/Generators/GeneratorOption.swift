/// An option that a generator understands; one declaration serves the command line, its help, listings and errors.
public struct GeneratorOption: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case integer, number, text
        /// A file or a folder.
        case path
        /// Given or not, without a value.
        case flag
        case choice([String])
    }

    /// Name on the command line without the dashes: `text-guidance`.
    public let name: String
    /// One sentence.
    public let help: String
    public let kind: Kind
    /// What holds without the option, as text; nil for flags, and where there is nothing then.
    public let defaultValue: String?

    public init(_ name: String, _ kind: Kind, help: String, defaultValue: String? = nil) {
        (self.name, self.kind, self.help, self.defaultValue) = (name, kind, help, defaultValue)
    }
}

extension GeneratorOption.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .integer: "a whole number"
        case .number: "a number"
        case .text: "text"
        case .path: "a file or folder"
        case .flag: "no value"
        case .choice(let values): "one of " + values.joined(separator: ", ")
        }
    }
}

extension GeneratorOption {
    /// Whether a value is of the kind that the option takes.
    func accepts(_ value: GeneratorOptionValues.Value) -> Bool {
        switch (kind, value) {
        case (.integer, .integer), (.number, .integer), (.number, .number), (.flag, .flag),
            (.text, .text), (.path, .text):
            true
        case (.choice(let values), .text(let text)): values.contains(text)
        default: false
        }
    }
}

extension GeneratorOption {
    /// One option for two generators that declare it under the same name.
    func joined(with other: GeneratorOption) -> GeneratorOption {
        guard case .choice(let own) = kind, case .choice(let more) = other.kind else {
            precondition(kind == other.kind, "--\(name) takes \(kind) and \(other.kind)")
            return self
        }
        return GeneratorOption(
            name, .choice(own + more.filter { !own.contains($0) }), help: help, defaultValue: defaultValue)
    }
}
