import ArgumentParser
import Generators

/// The options of all bundled generators, as they declare them. What is not given keeps the generator's value.
///
/// The parser finds options by reflection; this type reflects as if it had one property for every option, so a new
/// option of a generator is parsed, described and completed without a word here.
struct DeclaredOptions<Selection: OptionSelection>: ParsableArguments, CustomReflectable {
    private let fields: [Field]

    init() { fields = Self.options.map { Field($0.option, generators: $0.generators) } }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: OptionName.self)
        fields = try Self.options.map { try Field($0.option, in: values) }
    }

    private static var options: [(option: GeneratorOption, generators: [String])] {
        GeneratorRegistry.options.filter { !Selection.excluded.contains($0.option.name) }
    }

    var customMirror: Mirror {
        Mirror(
            self, children: fields.map { (label: $0.name as String?, value: $0.wrapper) },
            displayStyle: .struct)
    }

    /// What was given.
    var values: GeneratorOptionValues {
        fields.reduce(into: GeneratorOptionValues()) { $0[$1.name] = $1.value }
    }
}

/// Which options a command takes.
protocol OptionSelection {
    /// Names of those that it does not.
    static var excluded: Set<String> { get }
}

/// All of them.
enum EveryOption: OptionSelection {
    static let excluded: Set<String> = []
}

/// All but those that a grid of FrameInit's settings varies.
enum OptionsBesideGrid: OptionSelection {
    static let excluded: Set = ["no-frameinit", "tau", "ds", "dt"]
}

typealias SamplingOptions = DeclaredOptions<EveryOption>

/// Option names as keys of the parser's results.
private struct OptionName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// One option: its declaration for the parser, and after parsing its value.
private struct Field {
    let name: String
    /// An `Option` or a `Flag` of the parser.
    let wrapper: Any
    let value: GeneratorOptionValues.Value?

    /// The declaration.
    init(_ option: GeneratorOption, generators: [String]) {
        (name, value) = (option.name, nil)
        let long = NameSpecification.customLong(option.name)
        let isShared = generators.count == GeneratorRegistry.all.count
        let note = isShared ? "" : " (\(generators.joined(separator: ", ")))"
        let help = ArgumentHelp(option.help + note)
        wrapper =
            switch option.kind {
            case .integer: Option<Int?>(name: long, help: help)
            case .number: Option<Double?>(name: long, help: help)
            case .text: Option<String?>(name: long, help: help)
            case .path: Option<String?>(name: long, help: help, completion: .file())
            case .choice(let values): Option<String?>(name: long, help: help, completion: .list(values))
            case .flag: Flag<Bool>(wrappedValue: false, name: long, help: help)
            }
    }

    /// The parsed value.
    init(_ option: GeneratorOption, in values: KeyedDecodingContainer<OptionName>) throws {
        name = option.name
        let key = OptionName(stringValue: option.name)
        switch option.kind {
        case .integer:
            let parsed = try values.decode(Option<Int?>.self, forKey: key)
            (wrapper, value) = (parsed, parsed.wrappedValue.map { .integer($0) })
        case .number:
            let parsed = try values.decode(Option<Double?>.self, forKey: key)
            (wrapper, value) = (parsed, parsed.wrappedValue.map { .number($0) })
        case .text, .path, .choice:
            let parsed = try values.decode(Option<String?>.self, forKey: key)
            (wrapper, value) = (parsed, parsed.wrappedValue.map { .text($0) })
        case .flag:
            let parsed = try values.decode(Flag<Bool>.self, forKey: key)
            (wrapper, value) = (parsed, parsed.wrappedValue ? .flag : nil)
        }
    }
}
