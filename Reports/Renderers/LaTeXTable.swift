/// A table in LaTeX: prose in columns that break, headings in lines as narrow as their numbers, long tables over pages,
/// and what is wider than the text still scaled to its width.
struct LaTeXTable {
    let table: Table
    /// Whether the table stands in an article of ours, where it keeps its place.
    let isArticle: Bool

    /// Most letters of a cell of text that stays on one line.
    private static let lineLetters = 30
    /// Most rows of a table on one page.
    private static let pageRows = 40
    /// What a letter and a column's margins take of the text's width.
    private static let (letterShare, marginShare) = (0.0095, 0.02)

    var text: String { table.rows.count > Self.pageRows ? overPages : floating }

    private var floating: String {
        let isWide = table.columns.count > 6
        let (start, end) =
            isArticle
            ? ("  \\fitted{%\n", "}") : isWide ? ("  \\resizebox{\\linewidth}{!}{%\n", "}") : ("", "")
        let note =
            table.note.isEmpty
            ? "" : "\n  \\par\\smallskip\\parbox{\\linewidth}{\\raggedright \(LaTeXText.inline(table.note))}"
        return """
            \\begin{table}[\(isArticle ? "H" : "htbp")]
              \\centering\\footnotesize
              \\caption{\(LaTeXText.inline(table.caption))}
            \(start)  \\begin{tabular}{@{}\(specification)@{}}
                \\toprule
                \(header) \\\\
                \\midrule
            \(rows)
                \\bottomrule
              \\end{tabular}\(end)\(note)
            \\end{table}
            """
    }

    private var overPages: String {
        let note = table.note.isEmpty ? "" : "\n\(LaTeXText.inline(table.note))\\par"
        return """
            \\begingroup\\footnotesize\\setlength{\\tabcolsep}{3pt}
            \\begin{longtable}{@{}\(specification)@{}}
                \\caption{\(LaTeXText.inline(table.caption))} \\\\
                \\toprule
                \(header) \\\\
                \\midrule
                \\endfirsthead
                \\toprule
                \(header) \\\\
                \\midrule
                \\endhead
                \\bottomrule
                \\endfoot
            \(rows)
            \\end{longtable}\(note)
            \\endgroup
            """
    }

    private var rows: String {
        table.rows.enumerated().map { place, row in
            (table.groupStarts.contains(place) && place > 0 ? "    \\midrule\n" : "") + "    "
                + row.map(cell).joined(separator: " & ") + " \\\\"
        }.joined(separator: "\n")
    }

    // MARK: - Columns

    /// Letters of the longest cell of a column.
    private func letters(_ column: Int) -> Int {
        table.rows.map { row in
            row[column].spans.reduce(row[column].suffix.count) { $0 + Self.plain($1).count }
        }.max() ?? 0
    }

    private static func plain(_ span: Span) -> String {
        switch span {
        case .text(let text), .code(let text), .strong(let text), .underlined(let text), .link(let text, _):
            text
        case .lineBreak: ""
        }
    }

    /// Columns whose text breaks.
    private var breaking: Set<Int> {
        Set(
            table.columns.indices.filter {
                table.columns[$0].alignment == .leading && letters($0) > Self.lineLetters
            })
    }

    private var specification: String {
        let breaking = breaking
        let taken = table.columns.indices.filter { !breaking.contains($0) }.reduce(0.0) { sum, column in
            sum + Self.marginShare + Self.letterShare * Double(max(letters(column), width(column)))
        }
        let weights = table.columns.indices.map { Double(min(letters($0), 90)) }
        let whole = breaking.reduce(0.0) { $0 + weights[$1] }
        let room = max(0.35, 1 - taken - Self.marginShare * Double(breaking.count))
        return table.columns.indices.map { column in
            guard breaking.contains(column) else {
                switch table.columns[column].alignment {
                case .leading: return "l"
                case .centre: return "c"
                case .trailing: return "r"
                }
            }
            let share = NumberFormat.fixed(room * weights[column] / whole, decimals: 3)
            return ">{\\raggedright\\arraybackslash}p{\(share)\\linewidth}"
        }.joined()
    }

    /// Letters of a heading's lines: as many as the numbers below have, or as its longest word.
    private func width(_ column: Int) -> Int {
        let words = table.columns[column].title.split(separator: " ").map(\.count)
        return max(words.max() ?? 0, min(max(letters(column), 10), table.columns[column].title.count))
    }

    /// Headings of numbers in lines.
    private var header: String {
        table.columns.indices.map { column in
            let title = table.columns[column].title
            let width = width(column)
            guard table.columns[column].alignment != .leading, title.count > width else {
                return LaTeXText.escaped(title)
            }
            var lines: [String] = []
            for word in title.split(separator: " ").map(String.init) {
                // An arrow stays with the word before it.
                if let last = lines.last, last.count + word.count < width || word.count == 1 {
                    lines[lines.count - 1] = last + " " + word
                } else {
                    lines.append(word)
                }
            }
            let place = table.columns[column].alignment == .centre ? "c" : "r"
            return
                "\\shortstack[\(place)]{\(lines.map { LaTeXText.escaped($0) }.joined(separator: " \\\\ "))}"
        }.joined(separator: " & ")
    }

    private func cell(_ cell: Table.Cell) -> String {
        let text = LaTeXText.inline(cell.spans)
        let suffix = LaTeXText.escaped(cell.suffix)
        // A bracket at the start of a row would be read as an option of the line break above it.
        let guarded = text.hasPrefix("[") || text.hasPrefix("*") ? "{}" + text : text
        switch cell.emphasis {
        case .none: return guarded + suffix
        case .best: return "\\textbf{\(text)}" + suffix
        case .second: return "\\underline{\(text)}" + suffix
        }
    }
}
