/// LaTeX with `booktabs` tables: a whole article, or a fragment of tables to `\input`.
///
/// Signs are written as commands, so pdfLaTeX sets everything but names in other than Latin letters; LuaLaTeX and
/// XeLaTeX set those too. Charts are SVG files, which LaTeX does not read: their places are comments.
public struct LaTeXRenderer: DocumentRenderer {
    public let fileName = "report.tex"
    /// Whether there is a preamble, so that the file stands alone.
    public let isArticle: Bool

    public init(isArticle: Bool = true) { self.isArticle = isArticle }

    /// `\fitted` makes what is wider than the text as wide as the text.
    private static let preamble = """
        \\documentclass{article}
        \\usepackage{iftex}
        \\ifPDFTeX\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}\\fi
        \\usepackage{textcomp,amssymb,array,booktabs,longtable,float,graphicx}
        \\usepackage[margin=2cm]{geometry}
        \\usepackage[hidelinks]{hyperref}
        \\setlength{\\parindent}{0pt}\\setlength{\\parskip}{0.5em}\\setlength{\\LTcapwidth}{\\linewidth}
        \\newsavebox{\\fittedbox}
        \\newcommand{\\fitted}[1]{\\sbox{\\fittedbox}{#1}\\ifdim\\wd\\fittedbox>\\linewidth
          \\resizebox{\\linewidth}{!}{\\usebox{\\fittedbox}}\\else\\usebox{\\fittedbox}\\fi}
        """

    public func render(_ document: Document) -> String {
        let blocks = document.blocks.map(block)
        return isArticle
            ? ([Self.preamble + Self.strangers(blocks), "\\begin{document}"] + blocks + ["\\end{document}"])
                .joined(separator: "\n\n") + "\n"
            : (["% needs: \\usepackage{amssymb,array,booktabs,graphicx,hyperref,longtable,textcomp}"] + blocks)
                .joined(separator: "\n\n") + "\n"
    }

    /// Signs that pdfLaTeX's fonts lack, which would end it: it prints their numbers.
    private static func strangers(_ blocks: [String]) -> String {
        var known: Set<UInt32> = []
        for block in blocks {
            for scalar in block.unicodeScalars where scalar.value > 0x17F { known.insert(scalar.value) }
        }
        guard !known.isEmpty else { return "" }
        let lines = known.sorted().map { value -> String in
            let number = String(value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
            return "  \\DeclareUnicodeCharacter{\(padded)}{{\\tiny U+\(padded)}}"
        }
        return "\n\\ifPDFTeX\n" + lines.joined(separator: "\n") + "\n\\fi"
    }

    private func block(_ block: Block) -> String {
        switch block {
        case .heading(let level, let text): heading(level, LaTeXText.escaped(text))
        case .paragraph(let spans): LaTeXText.inline(spans)
        case .notice(let spans): "\\begin{quote}\n" + LaTeXText.inline(spans) + "\n\\end{quote}"
        case .list(let items):
            "\\begin{itemize}\n" + items.map { "  \\item " + LaTeXText.inline($0) }.joined(separator: "\n")
                + "\n\\end{itemize}"
        case .table(let table): LaTeXTable(table: table, isArticle: isArticle).text
        case .figure(let path, _, let caption): figure(path, caption)
        case .literal(let text): "\\begin{verbatim}\n\(LaTeXText.verbatim(text))\n\\end{verbatim}"
        }
    }

    private func heading(_ level: Int, _ text: String) -> String {
        switch level {
        case 1: isArticle ? "\\title{\(text)}\\author{}\\date{}\\maketitle" : "\\section*{\(text)}"
        case 2: "\\section*{\(text)}"
        default: "\\subsection*{\(text)}"
        }
    }

    /// A picture that is not beside the file leaves its name.
    private func figure(_ path: String, _ caption: [Span]) -> String {
        guard path.hasSuffix(".png") else { return "% chart: \(path)" }
        let file = "\\detokenize{\(path)}"
        return """
            \\begin{figure}[\(isArticle ? "H" : "htbp")]
              \\centering
              \\IfFileExists{\(file)}{%
                \\includegraphics[width=\\linewidth,height=0.8\\textheight,keepaspectratio]{\(file)}%
              }{\\texttt{\(LaTeXText.escaped(path, isCode: true))}}
              \\caption{\(LaTeXText.inline(caption))}
            \\end{figure}
            """
    }
}
