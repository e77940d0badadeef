/// An option with what it does to a generator's settings.
public struct SettingOption<Settings: GeneratorSettings>: Sendable {
    public typealias Value = GeneratorOptionValues.Value

    public let declaration: GeneratorOption
    let apply: @Sendable (inout Settings, Value) -> Void

    /// - Parameter apply: is only called with values that `declaration` accepts.
    public init(
        _ name: String, _ kind: GeneratorOption.Kind, _ help: String, default value: String? = nil,
        apply: @escaping @Sendable (inout Settings, Value) -> Void
    ) {
        declaration = GeneratorOption(name, kind, help: help, defaultValue: value)
        self.apply = apply
    }

    static func integer(
        _ name: String, _ setting: any WritableKeyPath<Settings, Int> & Sendable, _ help: String
    ) -> Self {
        Self(name, .integer, help, default: "\(Settings()[keyPath: setting])") { settings, value in
            settings[keyPath: setting] = value.integer ?? settings[keyPath: setting]
        }
    }

    static func number(
        _ name: String, _ setting: any WritableKeyPath<Settings, Double> & Sendable, _ help: String
    ) -> Self {
        Self(name, .number, help, default: "\(Settings()[keyPath: setting])") { settings, value in
            settings[keyPath: setting] = value.number ?? settings[keyPath: setting]
        }
    }

    static func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, _ setting: any WritableKeyPath<Settings, Choice> & Sendable, _ help: String
    ) -> Self where Choice.RawValue == String {
        Self(
            name, .choice(Choice.allCases.map(\.rawValue)), help,
            default: Settings()[keyPath: setting].rawValue
        ) { settings, value in
            settings[keyPath: setting] =
                value.text.flatMap { Choice(rawValue: $0) } ?? settings[keyPath: setting]
        }
    }

    static func flag(
        _ name: String, _ help: String, apply: @escaping @Sendable (inout Settings) -> Void
    ) -> Self {
        Self(name, .flag, help) { settings, _ in apply(&settings) }
    }
}
