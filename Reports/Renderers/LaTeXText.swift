/// Makes any text harmless in LaTeX.
enum LaTeXText {
    private static let escapes: [Unicode.Scalar: String] = [
        "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#",
        "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "\\textless{}",
        ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "\\textquotedbl{}", "`": "\\textasciigrave{}",
    ]

    /// Signs of the reports that text fonts lack.
    private static let symbols: [Unicode.Scalar: String] = [
        "↑": "$\\uparrow$", "↓": "$\\downarrow$", "→": "$\\to$", "−": "$-$", "×": "$\\times$",
        "±": "$\\pm$", "∞": "$\\infty$", "≥": "$\\geq$", "≤": "$\\leq$", "⌊": "$\\lfloor$",
        "⌈": "$\\lceil$", "✓": "$\\checkmark$", "✗": "$\\times$", "†": "\\dag{}", "‡": "\\ddag{}",
        "τ": "$\\tau$", "σ": "$\\sigma$", "ρ": "$\\rho$", "₀": "$_0$", "²": "$^2$", "…": "\\ldots{}",
        "–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'", "\u{a0}": "~", "·": "$\\cdot$",
        "³": "$^3$", "⁴": "$^4$", "⁵": "$^5$", "⁶": "$^6$", "⁰": "$^0$",
    ]

    /// One line of text. Letters beyond Latin stay as they are: LuaLaTeX and XeLaTeX set them.
    ///
    /// - Parameter isCode: whether apostrophes are upright, as in commands.
    static func escaped(_ text: String, isCode: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if isCode, scalar == "'" {
                result += "\\textquotesingle{}"
            } else if let escape = escapes[scalar] ?? symbols[scalar] {
                result += escape
            } else if scalar.properties.generalCategory == .control || scalar.value == 0x2028 {
                result += " "
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Letters of a fixed-width word between which a line may break.
    private static let codeLetters = 16

    /// Fixed-width text whose long words, such as hashes, may break.
    private static func code(_ text: String) -> String {
        var parts: [Substring] = []
        var rest = text[...]
        while let end = rest.index(rest.startIndex, offsetBy: codeLetters, limitedBy: rest.endIndex),
            end < rest.endIndex
        {
            parts.append(rest[..<end])
            rest = rest[end...]
        }
        let pieces = (parts + [rest]).map { escaped(String($0), isCode: true) }
        return "\\texttt{\(pieces.joined(separator: "\\allowbreak{}"))}"
    }

    /// Running text.
    static func inline(_ spans: [Span]) -> String { spans.map(span).joined() }

    private static func span(_ span: Span) -> String {
        switch span {
        case .text(let text): escaped(text)
        case .code(let text): code(text)
        case .strong(let text): "\\textbf{\(escaped(text))}"
        case .underlined(let text): "\\underline{\(escaped(text))}"
        case .link(let text, let destination): link(escaped(text), destination)
        case .lineBreak: "\\newline "
        }
    }

    /// Only web addresses lead somewhere from a printed page.
    private static func link(_ text: String, _ destination: String) -> String {
        guard destination.hasPrefix("https://") || destination.hasPrefix("http://") else {
            return "\\textbf{\(text)}"
        }
        let address = destination.unicodeScalars.map { scalar in
            "%#&_\\{}~^".unicodeScalars.contains(scalar) ? "\\" + String(scalar) : String(scalar)
        }.joined()
        return "\\href{\(address)}{\\textbf{\(text)}}"
    }

    /// Most letters of a printed line.
    private static let lineLetters = 88

    /// Lines for a `verbatim` environment, which nothing but its own end can leave. Commands go on in the next line
    /// before an option, as a shell would read them.
    static func verbatim(_ text: String) -> String {
        text.split(separator: "\\end{verbatim}", omittingEmptySubsequences: false)
            .joined(separator: "\\end {verbatim}")
            .split(separator: "\n", omittingEmptySubsequences: false).map { broken(String($0)) }
            .joined(separator: "\n")
    }

    private static func broken(_ line: String) -> String {
        guard line.count > lineLetters else { return line }
        var lines: [String] = []
        for (place, part) in line.split(separator: " --", omittingEmptySubsequences: false).enumerated() {
            let text = (place == 0 ? "" : "--") + part
            if let last = lines.last, last.count + text.count < lineLetters {
                lines[lines.count - 1] = last + " " + text
            } else {
                lines.append((place == 0 ? "" : "    ") + text)
            }
        }
        return lines.joined(separator: " \\\n")
    }
}
