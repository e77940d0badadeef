/// Rows of annotation files, whose authors write lists, or records under a name, in whatever columns.
enum AnnotationRows {
    /// A list that must stand under one of several names. Throws: `SuiteError` naming the file and what it holds.
    static func list(under names: [String], of document: ManifestDocument) throws -> [ManifestRecord] {
        guard case .record(let root) = document.root else {
            throw SuiteError.syntax(
                file: document.file, line: 1,
                reason: "expected an object with \(names.map { "`\($0)`" }.joined(separator: " or ")), found "
                    + document.root.kind)
        }
        guard let holder = root.field(names), case .list(let values) = holder.value else {
            throw SuiteError.missingColumn(
                file: document.file, line: root.line,
                expected: "a list under \(names.map { "`\($0)`" }.joined(separator: " or "))"
                    + nearest(names, in: root.fields.map(\.name)), found: root.fields.map(\.name))
        }
        return try records(values, file: document.file)
    }

    /// The rows of a table; of a list, bare or under `holders`; of a mapping of files to records or texts; or of a
    /// mapping of categories to such lists.
    ///
    /// - Parameters:
    ///   - key: the column that a mapping's names stand in for.
    ///   - text: the column that a mapping's plain texts stand in for.
    ///   - group: the column that the name of a mapped list stands in for.
    static func flattened(
        _ document: ManifestDocument, holders: [String], key: String, text: String, group: String
    ) throws -> [ManifestRecord] {
        let file = document.file
        guard case .record(let root) = document.root else { return try document.records() }
        if let holder = root.field(holders), case .list(let values) = holder.value {
            return try records(values, file: file)
        }
        return try root.fields.flatMap { field -> [ManifestRecord] in
            let name = ManifestRecord.Field(name: key, line: field.line, value: .text(field.name))
            switch field.value {
            case .record(let record):
                let isNamed = record.field([key]) != nil
                return [ManifestRecord(line: field.line, fields: (isNamed ? [] : [name]) + record.fields)]
            case .text, .literal:
                let cell = ManifestRecord.Field(name: text, line: field.line, value: field.value)
                return [ManifestRecord(line: field.line, fields: [name, cell])]
            case .list(let values):
                let member = ManifestRecord.Field(name: group, line: field.line, value: .text(field.name))
                return try records(values, file: file).map { record in
                    ManifestRecord(
                        line: record.line,
                        fields: record.fields + (record.field([group]) == nil ? [member] : []))
                }
            case .null:
                throw SuiteError.badField(
                    file: file, line: field.line, column: field.name, expected: "an annotation",
                    found: "nothing")
            }
        }
    }

    /// Throws: `SuiteError.missingColumn` where a table has none of the columns, whatever its rows hold.
    static func requireColumns(_ names: [String], of document: ManifestDocument) throws {
        guard let header = document.header,
            !header.contains(where: { names.contains(ManifestColumns.normalized($0)) })
        else { return }
        throw SuiteError.missingColumn(
            file: document.file, line: 1,
            expected: "a column \(names.joined(separator: ", "))" + nearest(names, in: header), found: header)
    }

    private static func records(_ values: [ManifestValue], file: String) throws -> [ManifestRecord] {
        try values.enumerated().map { index, value in
            guard case .record(let record) = value else {
                throw SuiteError.syntax(
                    file: file, line: 1,
                    reason: "entry \(index + 1): expected named fields, found \(value.kind)")
            }
            return record
        }
    }

    /// ` (did you mean “caption”?)` where a column nearly has one of the names, else nothing.
    static func nearest(_ names: [String], in columns: [String]) -> String {
        let near = columns.filter { column in
            !NearestNames.nearest(to: ManifestColumns.normalized(column), in: names).isEmpty
        }
        guard let first = near.first else { return "" }
        return " (is “\(first)” meant?)"
    }
}

extension ManifestRecord {
    /// The text of a column that must be there.
    ///
    /// Throws: `SuiteError.missingColumn` with the columns that are there and the one that comes near.
    func require(
        _ names: [String], file: String
    ) throws -> (name: String, text: String, line: Int) {
        guard let found = try text(names, file: file) else {
            let columns = fields.filter { $0.value != .null }.map(\.name)
            throw SuiteError.missingColumn(
                file: file, line: line,
                expected: "a column \(names.joined(separator: ", "))"
                    + AnnotationRows.nearest(names, in: columns),
                found: columns)
        }
        return found
    }
}
