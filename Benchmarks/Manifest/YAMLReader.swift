import Yams

/// YAML through libyaml, with the line of every field.
package enum YAMLReader {
    /// Throws: `SuiteError.syntax`, or `.empty` for a file without content.
    static func parse(_ text: String, file: String) throws -> ManifestValue {
        try value(compose(text, file: file), file: file)
    }

    /// The document's nodes with their places. Throws: as `parse`.
    package static func compose(_ text: String, file: String) throws -> Node {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw failure(error, file: file)
        }
        guard let root else { throw SuiteError.empty(file: file, expected: "a YAML document") }
        return root
    }

    private static func failure(_ error: YamlError, file: String) -> SuiteError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return .syntax(file: file, line: mark.line, reason: "\(problem) (column \(mark.column))")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "“\($0)”" }.joined(separator: ", ")
            return .syntax(
                file: file, line: context.mark.line, reason: "the field \(names) occurs twice in one record")
        default:
            return .syntax(file: file, line: 1, reason: "no valid YAML: \(error)")
        }
    }

    private static func value(_ node: Node, file: String) throws -> ManifestValue {
        switch node {
        case .scalar(let scalar):
            guard scalar.style == .plain else { return .text(scalar.string) }
            if ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .null }
            return Double(scalar.string) == nil ? .text(scalar.string) : .literal(scalar.string)
        case .sequence(let sequence):
            return .list(try sequence.map { try value($0, file: file) })
        case .mapping(let mapping):
            let fields = try mapping.map { key, entry in
                guard case .scalar(let name) = key else {
                    throw SuiteError.syntax(
                        file: file, line: key.mark?.line ?? 1,
                        reason: "expected a field name, found a structure")
                }
                return ManifestRecord.Field(
                    name: name.string, line: key.mark?.line ?? entry.mark?.line ?? 1,
                    value: try value(entry, file: file))
            }
            return .record(ManifestRecord(line: node.mark?.line ?? 1, fields: fields))
        case .alias(let alias):
            throw SuiteError.syntax(
                file: file, line: alias.mark?.line ?? 1, reason: "aliases (*name) are not read here")
        }
    }
}
