import Foundation

/// The plain-text cleaning of BERT's tokenizer.
///
/// Drops control characters, sets off CJK ideographs, splits at whitespace, lower-cases, strips accents (NFD without
/// non-spacing marks) and isolates every punctuation character; the words are joined by single spaces.
/// Source: BasicTokenizer (transformers).
enum BERTCleaning {
    static func apply(_ text: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
        var plain: [Unicode.Scalar] = []
        for scalar in text {
            if isSpace(scalar) {
                plain.append(" ")
            } else if !isControl(scalar) {
                plain += isIdeograph(scalar) ? [" ", scalar, " "] : [scalar]
            }
        }
        var result: [Unicode.Scalar] = []
        for word in plain.split(whereSeparator: { $0.properties.isWhitespace }) {
            for scalar in stripAccents(Lowercasing.apply(Array(word))) {
                if isPunctuation(scalar) {
                    result += [" ", scalar, " "]
                } else {
                    result.append(scalar)
                }
            }
            result.append(" ")
        }
        return Whitespace.collapsed(result)
    }

    private static func stripAccents(_ word: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard word.contains(where: { !$0.isASCII }) else { return word }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: word)
        return String(view).decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r": true
        default: scalar.properties.generalCategory == .spaceSeparator
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: true
        default: scalar == "\u{FFFD}"
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 33...47, 58...64, 91...96, 123...126: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B820...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}
