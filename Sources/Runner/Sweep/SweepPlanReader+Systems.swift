import Benchmarks
import Generators
import Yams

extension SweepPlanReader {
    /// A system that was imported, and where the plan names it.
    struct NamedSystem {
        var file: String
        var system: ImportedSystem
        var line: Int
    }

    /// A generator as the plan names it, with what is its own.
    struct NamedGenerator {
        var id: String
        var line: Int
        /// What tables call it; nil for the title that its settings give it.
        var name: String?
        var options: [GivenOption] = []
        /// Where its own options stand.
        var optionsLine: Int?
        var weights: String?
        var negativePrompt: String?

        /// What tables call it, as far as the plan tells.
        var title: String {
            name ?? (try? GeneratorRegistry.generator(id))?.descriptor.title ?? id
        }
    }

    private static let systemFields = ["system", "name", "options", "weights", "negative_prompt"]

    /// Ids of generators, and files that `i2vbench import` wrote; either as a word or as a record of fields.
    func systems(_ fields: PlanFields) -> (generators: [NamedGenerator], systems: [NamedSystem]) {
        guard let field = fields.node("systems") else {
            problems.add(
                "systems: expected generators or files of imported systems, found none", at: fields.line)
            return ([], [])
        }
        let nodes: [Node] =
            if case .sequence(let sequence) = field.value { Array(sequence) } else { [field.value] }
        if nodes.isEmpty {
            problems.add("systems: expected at least one value, found none", at: field.line)
        }
        var generators: [NamedGenerator] = []
        var systems: [NamedSystem] = []
        for node in nodes {
            guard let (id, own) = named(node, at: field.line) else { continue }
            if id.value.hasSuffix(".json") {
                imported(id, own, &systems)
            } else if !GeneratorRegistry.ids.contains(id.value) {
                problems.addUnknown("generator", id.value, GeneratorRegistry.ids, at: id.line)
            } else {
                generators.append(generator(id, own))
            }
        }
        checkNames(generators, systems)
        return (generators, systems)
    }

    private func named(_ node: Node, at line: Int) -> (Placed<String>, PlanFields?)? {
        let line = node.mark?.line ?? line
        if case .scalar(let scalar) = node, !scalar.isNull {
            return (Placed(value: scalar.string, line: line), nil)
        }
        guard case .mapping = node else {
            problems.add(
                "systems: expected a name, a record of fields, or a list of these, found \(node.kind)",
                at: line)
            return nil
        }
        guard let own = PlanFields(node, "systems", known: Self.systemFields, problems: problems) else {
            return nil
        }
        guard let id = own.text("system") else {
            if own.node("system") == nil {
                problems.add("systems: expected “system: NAME”, found no such field", at: own.line)
            }
            return nil
        }
        return (id, own)
    }

    private func generator(_ id: Placed<String>, _ own: PlanFields?) -> NamedGenerator {
        var generator = NamedGenerator(id: id.value, line: id.line)
        guard let own else { return generator }
        if let field = own.node("options") {
            generator.optionsLine = field.line
            generator.options = given(field, for: [id.value])
        }
        generator.weights = weights(own, "weights")
        generator.negativePrompt = own.text("negative_prompt")?.value
        if let name = own.text("name") {
            if name.value.allSatisfy(\.isWhitespace) {
                problems.add(
                    "name: expected what tables call the system, found “\(name.value)”", at: name.line)
            }
            generator.name = name.value
        } else if let what = Self.description(of: generator) {
            generator.name = "\(generator.title) (\(what))"
        }
        return generator
    }

    /// What tells a generator from its usual form; nil for that.
    private static func description(of generator: NamedGenerator) -> String? {
        var parts = generator.options.map { option in
            switch option.value {
            case .flag: option.name
            case nil: "\(option.name) off"
            case .some(let value): "\(option.name) \(value)"
            }
        }
        if let weights = generator.weights {
            parts.append("weights \(weights.split(separator: "/").last ?? "")")
        }
        if let prompt = generator.negativePrompt { parts.append("avoiding “\(prompt)”") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private func imported(_ name: Placed<String>, _ own: PlanFields?, _ systems: inout [NamedSystem]) {
        for field in Self.systemFields.dropFirst() {
            guard let odd = own?.node(field) else { continue }
            problems.add(
                "systems: “\(name.value)” was imported: its videos are finished and it has its name, so “\(field)” has "
                    + "no meaning here; leave it out", at: odd.line)
        }
        let file = path(name.value)
        if let other = systems.first(where: { $0.file == file }) {
            problems.add(
                "systems: “\(name.value)” stands here and on line \(other.line); leave one out", at: name.line
            )
            return
        }
        do {
            systems.append(
                NamedSystem(file: file, system: try ImportedSystem(file: file), line: name.line))
        } catch {
            problems.add("systems: \(error)", at: name.line)
        }
    }

    /// Rows of one table have different names.
    private func checkNames(_ generators: [NamedGenerator], _ systems: [NamedSystem]) {
        let plain = generators.map { (name: $0.title, line: $0.line, isPlain: $0.name == nil, id: $0.id) }
        for (index, one) in plain.enumerated() {
            guard let other = plain[..<index].first(where: { $0.name == one.name }) else { continue }
            problems.add(
                one.isPlain && other.isPlain
                    ? "systems: “\(one.id)” stands here and on line \(other.line); leave one out"
                    : "systems: “\(one.name)” is the name here and on line \(other.line); give one of them another “name”",
                at: one.line)
        }
        for system in systems {
            guard let other = plain.first(where: { $0.name == system.system.name }) else { continue }
            problems.add(
                "systems: “\(other.name)” is the name here and on line \(system.line); give one of them another “name”",
                at: other.line)
        }
    }
}
