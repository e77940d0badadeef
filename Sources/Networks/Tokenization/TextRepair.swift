import Foundation

/// Undoes what copying through web pages and word processors does to text.
///
/// Line by line until nothing changes: decode terminated HTML entities (up to the first line with a `<`), give C1
/// controls their windows-1252 meaning, take apart ligatures and full-width forms, straighten quotes, unify line
/// breaks, delete terminal sequences and control characters, compose (NFC).
/// Source: ftfy 6.3, `fix_text` with its defaults.
/// Differs: text that was decoded with the wrong encoding ("mojibake") is left as it is.
enum TextRepair {
    static func repair(_ text: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var decodesEntities = true
        for line in lines(Array(text.unicodeScalars)) {
            if line.contains("<") { decodesEntities = false }
            result += repairLine(line, decodesEntities: decodesEntities)
        }
        return result
    }

    private static func repairLine(_ line: [Unicode.Scalar], decodesEntities: Bool) -> [Unicode.Scalar] {
        var text = line
        while true {
            var next = decodesEntities ? HTMLEntities.unescapeTerminated(text) : text
            next = next.map(Windows1252.meaning)
            next = next.flatMap(plainForm)
            next = unifyLineBreaks(next)
            next = removeTerminalSequences(next)
            next.removeAll(where: isUnwanted)
            next = compose(next)
            if next == text { return next }
            text = next
        }
    }

    /// Pieces that end with a newline, the last one perhaps without.
    private static func lines(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = []
        var start = 0
        for (index, scalar) in text.enumerated() where scalar == "\n" {
            lines.append(Array(text[start...index]))
            start = index + 1
        }
        if start < text.count { lines.append(Array(text[start...])) }
        return lines
    }

    /// The letters of a ligature, the normal form of a full- or half-width character, the straight form of a quote.
    private static func plainForm(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar.value {
        case 0xFB05: ["ſ", "t"]
        case 0x132...0x133, 0x149, 0x1C4...0x1CC, 0x1F1...0x1F3, 0xFB00...0xFB06, 0x3000, 0xFF01...0xFFEF:
            Array(String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars).flatMap(
                straightQuote)
        default: straightQuote(scalar)
        }
    }

    private static func straightQuote(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar.value {
        case 0x2BC, 0x2018...0x201B: ["'"]
        case 0x201C...0x201F: ["\""]
        default: [scalar]
        }
    }

    private static func unifyLineBreaks(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        for (index, scalar) in text.enumerated() {
            switch scalar {
            case "\n" where index > 0 && text[index - 1] == "\r": continue
            case "\r", "\u{2028}", "\u{2029}": result.append("\n")
            default: result.append(scalar)
            }
        }
        return result
    }

    /// Deletes `ESC [ digits-and-semicolons letter`.
    private static func removeTerminalSequences(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard text.contains("\u{1B}") else { return text }
        var result: [Unicode.Scalar] = []
        var position = 0
        while position < text.count {
            if text[position] == "\u{1B}", position + 1 < text.count, text[position + 1] == "[" {
                var end = position + 2
                while end < text.count, ("0"..."9").contains(text[end]) || text[end] == ";" { end += 1 }
                if end < text.count, ("a"..."z").contains(text[end]) || ("A"..."Z").contains(text[end]) {
                    position = end + 1
                    continue
                }
            }
            result.append(text[position])
            position += 1
        }
        return result
    }

    private static func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...8, 0x0B, 0x0E...0x1F, 0x7F, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFC: true
        default: false
        }
    }

    /// Canonical composition; ASCII is composed already.
    private static func compose(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard text.contains(where: { !$0.isASCII }) else { return text }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text)
        return Array(String(view).precomposedStringWithCanonicalMapping.unicodeScalars)
    }
}
