/// A table for terminals: columns as wide as their longest cell, long headings on several lines.
struct ConsoleTable {
    struct Column {
        var title: String
        var isNumber: Bool

        init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    var columns: [Column]
    var rows: [[String]] = []
    /// Headings are broken at spaces and underscores to about this width.
    var headingWidth = 14

    init(_ columns: [Column]) { self.columns = columns }

    var text: String {
        let headings = columns.map { Self.broken($0.title, width: headingWidth) }
        let height = headings.map(\.count).max() ?? 1
        let widths = columns.indices.map { index in
            (headings[index] + rows.map { $0[index] }).map(Self.width).max() ?? 0
        }
        // Headings stand on the line below them.
        var lines = (0..<height).map { line in
            columns.indices.map { index in
                let place = line - (height - headings[index].count)
                return padded(place >= 0 ? headings[index][place] : "", index, widths)
            }.joined(separator: "  ")
        }
        lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
        lines += rows.map { row in
            columns.indices.map { padded(row[$0], $0, widths) }.joined(separator: "  ")
        }
        return lines.map(Self.withoutTrailingSpaces).joined(separator: "\n")
    }

    private func padded(_ cell: String, _ column: Int, _ widths: [Int]) -> String {
        let space = String(repeating: " ", count: max(0, widths[column] - Self.width(cell)))
        return columns[column].isNumber ? space + cell : cell + space
    }

    /// Terminal cells that a text takes: two for wide characters such as CJK and emoji, none for joiners.
    private static func width(_ text: String) -> Int {
        text.reduce(0) { total, character in
            let scalar = character.unicodeScalars.first
            let isWide =
                scalar.map {
                    $0.properties.isEmojiPresentation || (0x1100...0x115F).contains($0.value)
                        || (0x2E80...0xA4CF).contains($0.value) || (0xAC00...0xD7A3).contains($0.value)
                        || (0xF900...0xFAFF).contains($0.value) || (0xFF00...0xFF60).contains($0.value)
                } ?? false
            return total + (isWide ? 2 : 1)
        }
    }

    private static func broken(_ title: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in title.split(separator: " ") {
            if let last = lines.last, Self.width(last) + 1 + Self.width(String(word)) <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.isEmpty ? [""] : lines
    }

    private static func withoutTrailingSpaces(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
