/// Values of generator options by name, in the order in which options were given.
public struct GeneratorOptionValues: Sendable, Hashable {
    public enum Value: Sendable, Hashable {
        case integer(Int)
        case number(Double)
        /// Of options that take text, a path or a choice.
        case text(String)
        case flag
    }

    private var values: [String: Value] = [:]
    /// Names of the options that were given.
    public private(set) var names: [String] = []

    public init() {}

    public init(_ values: KeyValuePairs<String, Value?>) {
        for (name, value) in values { self[name] = value }
    }

    /// The value of an option; nil where it was not given.
    public subscript(_ name: String) -> Value? {
        get { values[name] }
        set {
            if let newValue {
                if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
            } else {
                values[name] = nil
                names.removeAll { $0 == name }
            }
        }
    }

    /// The values of options among `known`.
    public func among(_ known: [GeneratorOption]) -> GeneratorOptionValues {
        var result = GeneratorOptionValues()
        for name in names where known.contains(where: { $0.name == name }) { result[name] = values[name] }
        return result
    }
}

extension GeneratorOptionValues.Value: CustomStringConvertible {
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value): value
        case .flag: "no value"
        }
    }

    /// The number of an integer or a number.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .text, .flag: nil
        }
    }

    var integer: Int? {
        if case .integer(let value) = self { return value }
        return nil
    }

    var text: String? {
        if case .text(let value) = self { return value }
        return nil
    }
}
