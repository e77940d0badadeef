/// Makes any text harmless in Markdown.
enum MarkdownText {
    /// Characters that could start or end markup; GitHub also reads `$` as mathematics and `~` as deletion.
    private static let special: Set<Unicode.Scalar> = [
        "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#",
    ]

    /// One line of plain text.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in singleLine(text).unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case _ where special.contains(scalar): escaped += "\\" + String(scalar)
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Bold text. Spaces at its ends stay outside: a fence next to a space is not a fence.
    static func strong(_ text: String) -> String {
        let line = singleLine(text)
        let core = line.drop { $0 == " " }
        let leading = String(repeating: " ", count: line.count - core.count)
        let trailing = String(core.reversed().prefix { $0 == " " })
        guard core.count > trailing.count else { return line }
        return leading + "**" + escaped(String(core.dropLast(trailing.count))) + "**" + trailing
    }

    /// A code span whose fence is longer than any run of backticks inside. Inside a table a bar ends the cell
    /// unless it is escaped, even in code.
    static func code(_ text: String, inTable: Bool) -> String {
        var content = singleLine(text)
        if inTable {
            content = content.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
        }
        let fence = String(repeating: "`", count: longestBacktickRun(in: content) + 1)
        let padding = content.hasPrefix("`") || content.hasSuffix("`") || content.isEmpty ? " " : ""
        return fence + padding + content + padding + fence
    }

    /// A block of literal text; its line breaks stay.
    static func fenced(_ text: String) -> String {
        let fence = String(repeating: "`", count: max(3, longestBacktickRun(in: text) + 1))
        return fence + "text\n" + text + "\n" + fence
    }

    /// A link around rendered text.
    static func link(_ rendered: String, to destination: String) -> String {
        "[\(rendered)](\(self.destination(destination)))"
    }

    /// An address, a relative path or a place in the page as a link destination: percent-encoded but for what those
    /// are made of. Only web addresses keep a scheme.
    static func destination(_ path: String) -> String {
        let scheme = ["https://", "http://", "#"].first { path.hasPrefix($0) } ?? ""
        let reserved = scheme.isEmpty ? "" : ":?&=#%@+"
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/"
        let plain = Set((letters + reserved).utf8)
        return scheme
            + path.dropFirst(scheme.count).utf8.map { byte in
                if plain.contains(byte) { return String(Unicode.Scalar(byte)) }
                let digits = String(byte, radix: 16, uppercase: true)
                return "%" + (digits.count == 1 ? "0" : "") + digits
            }.joined()
    }

    /// Keeps the first characters of a paragraph from starting a list or a rule.
    static func paragraphStart(_ rendered: String) -> String {
        guard let first = rendered.first else { return rendered }
        if "-+=".contains(first) { return "\\" + rendered }
        let digits = rendered.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, let next = rendered.dropFirst(digits.count).first, ".)".contains(next) else {
            return rendered
        }
        return digits + "\\" + rendered.dropFirst(digits.count)
    }

    /// Line breaks and other control characters become spaces.
    private static func singleLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let breaks = scalar.value == 0x2028 || scalar.value == 0x2029
            line.append(scalar.properties.generalCategory == .control || breaks ? " " : scalar)
        }
        return String(line)
    }

    private static func longestBacktickRun(in text: String) -> Int {
        var longest = 0
        var current = 0
        for byte in text.utf8 {
            current = byte == UInt8(ascii: "`") ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
