import Benchmarks
import Generators

extension SweepPlanReader {
    /// A system that was imported, and where the plan names it.
    struct NamedSystem {
        var file: String
        var system: ImportedSystem
        var line: Int
    }

    /// Ids of generators, and files that `i2vbench import` wrote.
    func systems(_ fields: PlanFields) -> (generators: [Placed<String>], systems: [NamedSystem]) {
        guard let names = fields.texts("systems") else {
            problems.add(
                "systems: expected generators or files of imported systems, found none", at: fields.line)
            return ([], [])
        }
        var generators: [Placed<String>] = []
        var systems: [NamedSystem] = []
        for name in names {
            if name.value.hasSuffix(".json") {
                system(name, &systems)
            } else if !GeneratorRegistry.ids.contains(name.value) {
                problems.addUnknown("generator", name.value, GeneratorRegistry.ids, at: name.line)
            } else if let other = generators.first(where: { $0.value == name.value }) {
                problems.add(
                    "systems: “\(name.value)” stands here and on line \(other.line); leave one out",
                    at: name.line)
            } else {
                generators.append(name)
            }
        }
        return (generators, systems)
    }

    private func system(_ name: Placed<String>, _ systems: inout [NamedSystem]) {
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

    /// Gives every system to the suite that it was imported for, and holds all of them to one protocol.
    func assign(
        _ systems: [NamedSystem], to entries: inout [SweepPlan.SuiteEntry], comparison: String?,
        _ fields: PlanFields
    ) {
        for named in systems {
            let places = entries.indices.filter { entries[$0].id == named.system.suite }
            if places.isEmpty {
                problems.add(
                    "systems: “\(named.system.name)” was imported for the suite “\(named.system.suite)”, which is not "
                        + "in the plan", at: named.line)
            }
            for place in places { entries[place].systems.append(named.file) }
        }
        func name(_ named: NamedSystem) -> String {
            named.system.comparison ?? SweepPlan.nativeProtocol
        }
        if let comparison {
            for named in systems where name(named) != comparison {
                problems.add(
                    "contradictory protocols: the plan asks for \(comparison), “\(named.system.name)” was imported with "
                        + "\(name(named)); import it again with --protocol \(comparison)", at: named.line)
            }
        } else if let first = systems.first,
            let other = systems.first(where: { name($0) != name(first) })
        {
            problems.add(
                "contradictory protocols: “\(first.system.name)” was imported with \(name(first)), "
                    + "“\(other.system.name)” with \(name(other)); import one of them again", at: other.line)
        }
    }

    /// Id of the protocol that the plan holds imported systems to.
    func comparison(_ fields: PlanFields) -> String? {
        guard let name = fields.text("protocol") else { return nil }
        let known = [SweepPlan.nativeProtocol] + ComparisonProtocol.all.map(\.id)
        guard known.contains(name.value) else {
            problems.addUnknown("protocol", name.value, known, at: name.line)
            return nil
        }
        return name.value
    }
}
