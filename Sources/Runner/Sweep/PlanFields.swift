import Benchmarks
import Yams

/// Collects everything that is wrong with a plan, so that one reading tells it all.
final class PlanProblems {
    private(set) var list: [PlanProblem] = []

    func add(_ text: String, at line: Int) { list.append(PlanProblem(line: line, text)) }

    /// A name that is not known, with the nearest ones.
    func addUnknown(_ kind: String, _ name: String, _ known: [String], at line: Int) {
        let near = NearestNames.nearest(to: name, in: known)
        add(
            "there is no \(kind) “\(name)”; "
                + (near.isEmpty
                    ? "there are \(known.joined(separator: ", "))"
                    : "is \(near.map { "“\($0)”" }.joined(separator: " or ")) meant?"),
            at: line)
    }
}

/// A value of a plan with the line it stands on.
struct Placed<Value> {
    var value: Value
    var line: Int
}

/// The fields of one record of a plan file, read by name and type. What does not fit is noted and counts as absent.
struct PlanFields {
    private let fields: [(name: String, line: Int, node: Node)]
    let problems: PlanProblems
    let line: Int

    /// - Parameter known: the fields that the record may have; others are noted with the nearest of these.
    init?(_ node: Node, _ what: String, known: [String], problems: PlanProblems) {
        line = node.mark?.line ?? 1
        self.problems = problems
        guard case .mapping(let mapping) = node else {
            problems.add("\(what): expected fields such as “\(known[0]): …”, found \(node.kind)", at: line)
            return nil
        }
        fields = mapping.compactMap { key, value in
            let line = key.mark?.line ?? value.mark?.line ?? 1
            guard case .scalar(let name) = key else {
                problems.add("\(what): expected the name of a field, found \(key.kind)", at: line)
                return nil
            }
            return (name.string, line, value)
        }
        for field in fields where !known.contains(field.name) {
            problems.addUnknown("field", field.name, known, at: field.line)
        }
    }

    func node(_ name: String) -> Placed<Node>? {
        fields.first { $0.name == name }.map { Placed(value: $0.node, line: $0.line) }
    }

    func line(of name: String) -> Int { node(name)?.line ?? line }

    /// One word or sentence.
    func text(_ name: String) -> Placed<String>? {
        read(name, "text") { $0.isNull ? nil : $0.string }
    }

    func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        let expected =
            range.upperBound == .max
            ? "a whole number from \(range.lowerBound)"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return read(name, expected) { scalar in
            scalar.isPlain ? Int(scalar.string).flatMap { range.contains($0) ? $0 : nil } : nil
        }?.value
    }

    func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        read(name, "a number from \(range.lowerBound) to \(range.upperBound)") { scalar in
            scalar.isPlain ? Double(scalar.string).flatMap { range.contains($0) ? $0 : nil } : nil
        }?.value
    }

    func flag(_ name: String) -> Bool? { read(name, "true or false", \.flag)?.value }

    /// One value, or a list of them.
    func texts(_ name: String) -> [Placed<String>]? {
        guard let field = node(name) else { return nil }
        let nodes: [Node] =
            if case .sequence(let sequence) = field.value { Array(sequence) } else { [field.value] }
        if nodes.isEmpty { problems.add("\(name): expected at least one value, found none", at: field.line) }
        return nodes.compactMap { node in
            let line = node.mark?.line ?? field.line
            guard case .scalar(let scalar) = node, !scalar.isNull else {
                problems.add("\(name): expected text or a list of texts, found \(node.kind)", at: line)
                return nil
            }
            return Placed(value: scalar.string, line: line)
        }
    }

    private func read<Value>(_ name: String, _ expected: String, _ convert: (Node.Scalar) -> Value?)
        -> Placed<Value>?
    {
        guard let field = node(name) else { return nil }
        let line = field.value.mark?.line ?? field.line
        guard case .scalar(let scalar) = field.value, let value = convert(scalar) else {
            problems.add("\(name): expected \(expected), found \(field.value.kind)", at: line)
            return nil
        }
        return Placed(value: value, line: line)
    }
}

extension Node.Scalar {
    /// Written without quotes, so that it may stand for a number or a truth value.
    var isPlain: Bool { style == .plain || style == .any }

    var isNull: Bool { isPlain && ["", "~", "null", "Null", "NULL"].contains(string) }

    var flag: Bool? {
        guard isPlain else { return nil }
        switch string {
        case "true", "True", "yes": return true
        case "false", "False", "no": return false
        default: return nil
        }
    }
}

extension Node {
    /// What stands there, in words.
    var kind: String {
        switch self {
        case .scalar(let scalar): scalar.isNull ? "nothing" : "“\(scalar.string)”"
        case .sequence: "a list"
        case .mapping: "a record of fields"
        case .alias: "an alias (*name), which is not read here"
        }
    }
}
