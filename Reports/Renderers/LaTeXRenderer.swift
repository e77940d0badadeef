/// LaTeX with `booktabs` tables: a whole article, or a fragment of tables to `\input`.
///
/// Signs are written as commands, so pdfLaTeX sets everything but names in other than Latin letters; LuaLaTeX and
/// XeLaTeX set those too. Charts are SVG files, which LaTeX does not read: their places are comments.
public struct LaTeXRenderer: DocumentRenderer {
    public let fileName = "report.tex"
    /// Whether there is a preamble, so that the file stands alone.
    public let isArticle: Bool

    public init(isArticle: Bool = true) { self.isArticle = isArticle }

    private static let preamble = """
        \\documentclass{article}
        \\usepackage{iftex}
        \\ifPDFTeX\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\fi
        \\usepackage{textcomp,amssymb,booktabs,graphicx}
        \\usepackage[margin=2cm]{geometry}
        \\usepackage[hidelinks]{hyperref}
        \\begin{document}
        """

    public func render(_ document: Document) -> String {
        let blocks = document.blocks.map(block)
        return isArticle
            ? ([Self.preamble] + blocks + ["\\end{document}"]).joined(separator: "\n\n") + "\n"
            : (["% needs: \\usepackage{amssymb,booktabs,graphicx,hyperref,textcomp}"] + blocks)
                .joined(separator: "\n\n") + "\n"
    }

    private func block(_ block: Block) -> String {
        switch block {
        case .heading(let level, let text): heading(level, LaTeXText.escaped(text))
        case .paragraph(let spans): inline(spans)
        case .notice(let spans): "\\begin{quote}\n" + inline(spans) + "\n\\end{quote}"
        case .list(let items):
            "\\begin{itemize}\n" + items.map { "  \\item " + inline($0) }.joined(separator: "\n")
                + "\n\\end{itemize}"
        case .table(let table): self.table(table)
        case .figure(let path, _, let caption): figure(path, caption)
        case .literal(let text): "\\begin{verbatim}\n\(LaTeXText.verbatim(text))\n\\end{verbatim}"
        }
    }

    private func heading(_ level: Int, _ text: String) -> String {
        switch level {
        case 1: isArticle ? "\\title{\(text)}\\date{}\\maketitle" : "\\section*{\(text)}"
        case 2: "\\section*{\(text)}"
        default: "\\subsection*{\(text)}"
        }
    }

    private func figure(_ path: String, _ caption: [Span]) -> String {
        guard path.hasSuffix(".png") else { return "% chart: \(path)" }
        return """
            \\begin{figure}[htbp]
              \\centering
              \\includegraphics[width=\\linewidth]{\\detokenize{\(path)}}
              \\caption{\(inline(caption))}
            \\end{figure}
            """
    }

    /// A floating table; one with many columns is scaled to the width of the text.
    func table(_ table: Table) -> String {
        let columns = table.columns.map { column in
            switch column.alignment {
            case .leading: "l"
            case .centre: "c"
            case .trailing: "r"
            }
        }
        let header = table.columns.map { LaTeXText.escaped($0.title) }.joined(separator: " & ")
        let rows = table.rows.enumerated().map { place, row in
            (table.groupStarts.contains(place) && place > 0 ? "    \\midrule\n" : "") + "    "
                + row.map(cell).joined(separator: " & ") + " \\\\"
        }
        let isWide = table.columns.count > 6
        return """
            \\begin{table}[htbp]
              \\centering\\footnotesize
              \\caption{\(inline(table.caption))}
            \(isWide ? "  \\resizebox{\\linewidth}{!}{%\n" : "")  \\begin{tabular}{@{}\(columns.joined())@{}}
                \\toprule
                \(header) \\\\
                \\midrule
            \(rows.joined(separator: "\n"))
                \\bottomrule
              \\end{tabular}\(isWide ? "}" : "")
            \\end{table}
            """
    }

    private func cell(_ cell: Table.Cell) -> String {
        let text = inline(cell.spans)
        let suffix = LaTeXText.escaped(cell.suffix)
        // A bracket at the start of a row would be read as an option of the line break above it.
        let guarded = text.hasPrefix("[") || text.hasPrefix("*") ? "{}" + text : text
        switch cell.emphasis {
        case .none: return guarded + suffix
        case .best: return "\\textbf{\(text)}" + suffix
        case .second: return "\\underline{\(text)}" + suffix
        }
    }

    private func inline(_ spans: [Span]) -> String { spans.map(span).joined() }

    private func span(_ span: Span) -> String {
        switch span {
        case .text(let text): LaTeXText.escaped(text)
        case .code(let text): "\\texttt{\(LaTeXText.escaped(text, isCode: true))}"
        case .strong(let text): "\\textbf{\(LaTeXText.escaped(text))}"
        case .underlined(let text): "\\underline{\(LaTeXText.escaped(text))}"
        case .link(let text, let destination): link(LaTeXText.escaped(text), destination)
        case .lineBreak: "\\newline "
        }
    }

    /// Only web addresses lead somewhere from a printed page.
    private func link(_ text: String, _ destination: String) -> String {
        guard destination.hasPrefix("https://") || destination.hasPrefix("http://") else {
            return "\\textbf{\(text)}"
        }
        let address = destination.unicodeScalars.map { scalar in
            "%#&_\\{}~^".unicodeScalars.contains(scalar) ? "\\" + String(scalar) : String(scalar)
        }.joined()
        return "\\href{\(address)}{\\textbf{\(text)}}"
    }
}
