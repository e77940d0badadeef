/// Comma-separated values after RFC 4180: quoted fields may hold separators, quotes (doubled) and line ends.
enum CSVTable {
    private struct Row {
        var line: Int
        var cells: [String]
    }

    /// The first row names the columns; every other row must have as many fields.
    ///
    /// Throws: `SuiteError` naming the line.
    static func parse(
        _ text: String, separator: Unicode.Scalar, file: String
    ) throws -> (ManifestValue, [String]) {
        var rows = try split(text, separator: separator, file: file)
        rows.removeAll { $0.cells.allSatisfy { cell in cell.allSatisfy(\.isWhitespace) } }
        guard let header = rows.first else {
            throw SuiteError.empty(file: file, expected: "a header line and at least one sample")
        }
        let names = header.cells.map { trimmed($0) }
        let records = try rows.dropFirst().map { row in
            guard row.cells.count == names.count else {
                throw SuiteError.syntax(
                    file: file, line: row.line,
                    reason: "expected \(names.count) fields (\(names.joined(separator: ", "))), found "
                        + "\(row.cells.count); put texts that hold a separator in double quotes")
            }
            let fields = zip(names, row.cells).map { name, cell in
                ManifestRecord.Field(
                    name: name, line: row.line,
                    value: cell.allSatisfy(\.isWhitespace) ? .null : .text(cell))
            }
            return ManifestValue.record(ManifestRecord(line: row.line, fields: fields))
        }
        return (.list(records), names)
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    private static func split(
        _ text: String, separator: Unicode.Scalar, file: String
    ) throws -> [Row] {
        var scanner = Scanner(scalars: Array(text.unicodeScalars), separator: separator, file: file)
        return try scanner.rows()
    }

    /// Walks over scalars, since CR LF is one `Character`.
    private struct Scanner {
        let scalars: [Unicode.Scalar]
        let separator: Unicode.Scalar
        let file: String
        var position = 0
        var line = 1

        mutating func rows() throws -> [Row] {
            var rows: [Row] = []
            while position < scalars.count {
                var row = Row(line: line, cells: [])
                repeat { row.cells.append(try cell()) } while take(separator)
                endOfLine()
                rows.append(row)
            }
            return rows
        }

        private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard position < scalars.count, scalars[position] == scalar else { return false }
            position += 1
            return true
        }

        private mutating func endOfLine() {
            let hasReturn = take("\r")
            if take("\n") || hasReturn { line += 1 }
        }

        private mutating func cell() throws -> String {
            guard take("\"") else {
                var plain = String.UnicodeScalarView()
                while position < scalars.count, scalars[position] != separator, scalars[position] != "\r",
                    scalars[position] != "\n"
                {
                    plain.append(scalars[position])
                    position += 1
                }
                return String(plain)
            }
            let opened = line
            var quoted = String.UnicodeScalarView()
            while position < scalars.count {
                let scalar = scalars[position]
                position += 1
                if scalar == "\"" {
                    guard take("\"") else {
                        try requireEnd(opened: opened)
                        return String(quoted)
                    }
                }
                if scalar == "\n" { line += 1 }
                quoted.append(scalar)
            }
            throw SuiteError.syntax(
                file: file, line: opened, reason: "a quoted field begins here and is never closed")
        }

        private func requireEnd(opened: Int) throws {
            guard position < scalars.count else { return }
            let next = scalars[position]
            guard next == separator || next == "\r" || next == "\n" else {
                throw SuiteError.syntax(
                    file: file, line: line,
                    reason: "expected a separator after a closing quote, found “\(next)”; "
                        + "write quotes inside a quoted field twice")
            }
        }
    }
}
