import Benchmarks

extension SweepPlanReader {
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
