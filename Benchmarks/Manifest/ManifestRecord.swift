/// A value in a manifest, whatever its format.
indirect enum ManifestValue: Sendable, Hashable {
    case null
    case text(String)
    /// A number or truth value as it is written, so that the id 007 stays 007.
    case literal(String)
    case list([ManifestValue])
    case record(ManifestRecord)

    /// What an error calls it.
    var kind: String {
        switch self {
        case .null: "nothing"
        case .text(let text): "the text “\(text.prefix(40))”"
        case .literal(let text): "\(text)"
        case .list(let values): "a list of \(values.count)"
        case .record: "a record"
        }
    }
}

/// Named values with the line they stand on.
struct ManifestRecord: Sendable, Hashable {
    struct Field: Sendable, Hashable {
        /// As written.
        var name: String
        var line: Int
        var value: ManifestValue
    }

    /// Counted from 1.
    var line: Int
    var fields: [Field]
}

/// A parsed manifest or prompt file.
struct ManifestDocument: Sendable {
    var file: String
    var root: ManifestValue
    /// Names of the columns, for tables.
    var header: [String]?

    /// Reads a file by its extension.
    ///
    /// Throws: `SuiteError` naming file and line.
    init(file: String) throws {
        self.file = file
        let text = try ManifestText.read(file)
        switch ManifestText.fileExtension(file) {
        case "csv": (root, header) = try CSVTable.parse(text, separator: ",", file: file)
        case "tsv": (root, header) = try CSVTable.parse(text, separator: "\t", file: file)
        case "json": root = try JSONReader.parse(text, file: file)
        case "jsonl", "ndjson": root = try JSONReader.parseLines(text, file: file)
        case "yaml", "yml": root = try YAMLReader.parse(text, file: file)
        default: throw SuiteError.unknownFormat(file: file)
        }
    }

    /// The rows of a manifest: the list itself, or the list under `items` or `samples`.
    func records() throws -> [ManifestRecord] {
        let rows: [ManifestValue]
        switch root {
        case .list(let values): rows = values
        case .record(let record):
            let holder = record.fields.first { ["items", "samples"].contains($0.name.lowercased()) }
            guard let holder, case .list(let values) = holder.value else {
                throw SuiteError.missingColumn(
                    file: file, line: record.line, expected: "a list of samples, or one under `items`",
                    found: record.fields.map(\.name))
            }
            rows = values
        default:
            throw SuiteError.syntax(
                file: file, line: 1, reason: "expected a list of samples, found \(root.kind)")
        }
        return try rows.enumerated().map { index, value in
            guard case .record(let record) = value else {
                throw SuiteError.syntax(
                    file: file, line: 1,
                    reason: "sample \(index + 1): expected named fields, found \(value.kind)")
            }
            return record
        }
    }
}
