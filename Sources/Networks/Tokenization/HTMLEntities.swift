import Foundation

/// Character references of HTML: `&eacute;`, `&#233;`, `&#xE9;`.
enum HTMLEntities {
    /// Replaces every reference, also named ones without `;`, as browsers do.
    ///
    /// A name that is not known is cut to its longest known beginning. Source: HTML, section 13.2.5.72 and 80.
    static func unescape(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        replacing(text) { start in
            if start + 1 < text.count, text[start + 1] == "#" { return numeric(text, at: start) }
            var end = start + 1
            while end < text.count, end - start <= 32, !nameStops.contains(text[end]) { end += 1 }
            if end < text.count, text[end] == ";", end > start + 1 { end += 1 }
            for length in stride(from: end - start - 1, to: 1, by: -1) {
                let name = string(text[start + 1..<start + 1 + length])
                if let value = table[name] { return (value, start + 1 + length) }
            }
            return nil
        }
    }

    /// Replaces references that end in `;`: names of letters and digits, also in capitals (`&EACUTE;`), and numbers.
    ///
    /// More careful than `unescape`, for text that may not be HTML at all. Source: ftfy, `unescape_html`.
    static func unescapeTerminated(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        replacing(text) { start in
            let isNumeric = start + 1 < text.count && text[start + 1] == "#"
            let first = start + (isNumeric ? 2 : 1)
            var end = first
            while end < text.count, end - first < 24, isAlphanumeric(text[end]) { end += 1 }
            guard end > first, end < text.count, text[end] == ";" else { return nil }
            if isNumeric {
                guard let found = numeric(text, at: start), found.end == end + 1, found.value != [";"] else {
                    return nil
                }
                return found
            }
            let name = string(text[first...end])
            return (table[name] ?? capitalised(name)).map { ($0, end + 1) }
        }
    }

    /// The value of an all-capital form of a lower-case name, where the capital form has no meaning of its own.
    private static func capitalised(_ name: String) -> [Unicode.Scalar]? {
        let lower = name.lowercased()
        guard lower.uppercased() == name, let value = table[lower] else { return nil }
        let spelled = Array(("&" + name).unicodeScalars)
        guard unescape(spelled) == spelled else { return nil }
        return Array(string(value[...]).uppercased().unicodeScalars)
    }

    /// `&#…;` or `&#x…;` at `start`, the semicolon optional.
    private static func numeric(_ text: [Unicode.Scalar], at start: Int) -> (
        value: [Unicode.Scalar], end: Int
    )? {
        var position = start + 2
        let isHexadecimal = position < text.count && (text[position] == "x" || text[position] == "X")
        if isHexadecimal { position += 1 }
        let first = position
        var number: UInt32 = 0
        while position < text.count, text[position].isASCII,
            let digit = Character(text[position]).hexDigitValue, isHexadecimal || digit < 10
        {
            number = min(number * (isHexadecimal ? 16 : 10) + UInt32(digit), 0x20_0000)
            position += 1
        }
        guard position > first else { return nil }
        if position < text.count, text[position] == ";" { position += 1 }
        return (meaning(number), position)
    }

    /// What a number stands for: windows-1252 for the C1 range, nothing for other control and non-characters.
    private static func meaning(_ number: UInt32) -> [Unicode.Scalar] {
        switch number {
        case 0, 0xD800...0xDFFF, 0x11_0000...: ["\u{FFFD}"]
        case 0x0D: ["\r"]
        case 0x80...0x9F: [Windows1252.meaning(Unicode.Scalar(number)!)]
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: []
        case let other where other & 0xFFFE == 0xFFFE: []
        default: [Unicode.Scalar(number)!]
        }
    }

    private static func replacing(
        _ text: [Unicode.Scalar], _ reference: (Int) -> (value: [Unicode.Scalar], end: Int)?
    ) -> [Unicode.Scalar] {
        guard text.contains("&") else { return text }
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            if text[position] == "&", let found = reference(position) {
                result += found.value
                position = found.end
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return result
    }

    private static let nameStops: Set<Unicode.Scalar> = ["\t", "\n", "\u{0C}", " ", "<", "&", "#", ";"]

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z": true
        default: false
        }
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Names, with their `;` where it is required, and what they stand for.
    private static let table: [String: [Unicode.Scalar]] = {
        guard
            let text = try? String(
                contentsOfFile: NetworkResources.path("html5_entities.txt"), encoding: .utf8)
        else { preconditionFailure("the table of HTML entities is missing from the package's resources") }
        var table: [String: [Unicode.Scalar]] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: " ")
            table[String(fields[0])] = fields.dropFirst().map { Unicode.Scalar(UInt32($0, radix: 16)!)! }
        }
        return table
    }()
}
