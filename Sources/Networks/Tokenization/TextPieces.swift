/// Cuts cleaned text into the pieces that byte-pair merging must not cross.
///
/// In this order, case-insensitively: a special string; `'s 't 're 've 'm 'll 'd`; a run of letters; a single
/// number character; a run of anything that is not whitespace, letter or number. Whitespace only separates.
struct TextPieces: Sequence, IteratorProtocol {
    /// A piece, and whether it is one of the special strings.
    struct Piece {
        let scalars: ArraySlice<Unicode.Scalar>
        let special: String?
    }

    private let text: [Unicode.Scalar]
    private var position = 0

    init(_ text: [Unicode.Scalar]) { self.text = text }

    mutating func next() -> Piece? {
        while position < text.count, text[position].properties.isWhitespace { position += 1 }
        guard position < text.count else { return nil }
        let start = position
        for special in Self.specials where matches(special.scalars) {
            position += special.scalars.count
            return Piece(scalars: text[start..<position], special: special.text)
        }
        if let contraction = Self.contractions.first(where: { matches($0) }) {
            position += contraction.count
            return Piece(scalars: text[start..<position], special: nil)
        }
        let kind = Kind(text[position])
        position += 1
        if kind != .number {
            while position < text.count, Kind(text[position]) == kind { position += 1 }
        }
        return Piece(scalars: text[start..<position], special: nil)
    }

    private func matches(_ pattern: [Unicode.Scalar]) -> Bool {
        guard position + pattern.count <= text.count else { return false }
        return zip(pattern, text[position...]).allSatisfy { $0 == Self.folded($1) }
    }

    /// Case folding as far as the patterns' letters are concerned: besides A–Z only the long s folds to one of them.
    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "A"..."Z": Unicode.Scalar(scalar.value + 32)!
        case "\u{17F}": "s"
        default: scalar
        }
    }

    private static let specials = [BytePairVocabulary.startOfText, BytePairVocabulary.endOfText].map {
        (text: $0, scalars: Array($0.unicodeScalars))
    }
    private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map {
        Array($0.unicodeScalars)
    }

    private enum Kind {
        case letter, number, space, other

        init(_ scalar: Unicode.Scalar) {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
                self = .letter
            case .decimalNumber, .letterNumber, .otherNumber: self = .number
            default: self = scalar.properties.isWhitespace ? .space : .other
            }
        }
    }
}
