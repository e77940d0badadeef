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

    /// Lines for a `verbatim` environment, which nothing but its own end can leave.
    static func verbatim(_ text: String) -> String {
        text.split(separator: "\\end{verbatim}", omittingEmptySubsequences: false)
            .joined(separator: "\\end {verbatim}")
    }
}
