import Generators
import Yams

extension SweepPlanReader {
    /// The generators with what holds for each of them; what is their own goes over what holds for all.
    func chosen(_ generators: [NamedGenerator], over common: GeneratorOptionValues, line: Int)
        -> [ChosenGenerator]
    {
        generators.map { generator in
            let known = (try? GeneratorRegistry.generator(generator.id))?.options ?? []
            var options = common.among(known)
            for option in generator.options { options[option.name] = option.value }
            do {
                try GeneratorRegistry.check(options, for: generator.id)
            } catch {
                let place = generator.optionsLine ?? line
                if !problems.list.contains(where: { $0.line == place }) {
                    problems.add("options: \(error)", at: place)
                }
            }
            return ChosenGenerator(
                generator.id, name: generator.name,
                options: generator.optionsLine == nil ? nil : options, weights: generator.weights,
                negativePrompt: generator.negativePrompt, place: .init(file: file, line: generator.line))
        }
    }

    /// Settings by the names that they have on the command line. One has to be a setting of some generator.
    func options(_ fields: PlanFields, _ generators: [NamedGenerator]) -> GeneratorOptionValues {
        guard let field = fields.node("options") else { return GeneratorOptionValues() }
        return given(field, for: generators.map(\.id)).reduce(into: GeneratorOptionValues()) {
            values, option in
            // A flag that is off is one that is not given.
            if let value = option.value { values[option.name] = value }
        }
    }

    /// An option that stands in a plan; its value is nil for a flag that is off.
    struct GivenOption: Hashable {
        var name: String
        var value: GeneratorOptionValues.Value?
    }

    /// The options under a field. Each has to be one of some of the generators.
    func given(_ field: Placed<Node>, for generators: [String]) -> [GivenOption] {
        let known = Self.options(of: generators.compactMap { try? GeneratorRegistry.generator($0) })
        guard !known.isEmpty else {
            problems.add("options: no generator is under “systems” that they could be for", at: field.line)
            return []
        }
        guard
            let given = PlanFields(field.value, "options", known: known.map(\.name), problems: problems)
        else { return [] }
        return known.compactMap { option in
            guard let node = given.node(option.name) else { return nil }
            guard case .scalar(let scalar) = node.value, let value = value(scalar, option.kind) else {
                problems.add(
                    "\(option.name): expected \(Self.expected(option.kind)), found \(node.value.kind)",
                    at: node.value.mark?.line ?? node.line)
                return nil
            }
            return GivenOption(name: option.name, value: value.value)
        }
    }

    /// Every option of some of the generators once; one generator alone has its own choices.
    private static func options(of types: [any BundledGenerator.Type]) -> [GeneratorOption] {
        if types.count == 1 { return types[0].options }
        return GeneratorRegistry.options.map(\.option)
            .filter { option in types.contains { $0.options.contains { $0.name == option.name } } }
    }

    /// A value that was understood; nil inside where it stands for the option not being given.
    private struct Understood { var value: GeneratorOptionValues.Value? }

    private func value(_ scalar: Node.Scalar, _ kind: GeneratorOption.Kind) -> Understood? {
        switch kind {
        case .integer:
            guard scalar.isPlain, let number = Int(scalar.string) else { return nil }
            return Understood(value: .integer(number))
        case .number:
            guard scalar.isPlain, let number = Double(scalar.string), number.isFinite else { return nil }
            return Understood(value: .number(number))
        case .flag: return scalar.flag.map { Understood(value: $0 ? .flag : nil) }
        case .choice(let choices):
            return choices.contains(scalar.string) ? Understood(value: .text(scalar.string)) : nil
        case .text: return scalar.isNull ? nil : Understood(value: .text(scalar.string))
        case .path: return scalar.isNull ? nil : Understood(value: .text(path(scalar.string)))
        }
    }

    private static func expected(_ kind: GeneratorOption.Kind) -> String {
        kind == .flag ? "true or false" : "\(kind)"
    }
}
