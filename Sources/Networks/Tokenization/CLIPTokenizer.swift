/// CLIP's text to token ids.
///
/// Clean (repair, HTML entities twice, whitespace, lower case), cut into pieces, merge byte pairs.
/// Source: the tokenizer of OpenAI's CLIP package with ftfy 6.3.
/// Differs: mojibake is not repaired (see `TextRepair`); text that is too long is always truncated.
public struct CLIPTokenizer: Sendable {
    private let encoder: BytePairEncoder

    public init(vocabulary: BytePairVocabulary) { encoder = BytePairEncoder(vocabulary: vocabulary) }

    /// The tokenizer with the published vocabulary.
    public init() throws { self.init(vocabulary: try .embedded()) }

    /// Start of text, the text's ids, end of text, zeros; cut to `context` ids, of which the last then is the end
    /// of text.
    public func tokens(_ text: String, context: Int = 77) -> [Int32] {
        let vocabulary = encoder.vocabulary
        var ids = [vocabulary.start] + encode(text, limit: context) + [vocabulary.end]
        if ids.count > context {
            ids = Array(ids.prefix(context))
            ids[context - 1] = vocabulary.end
        }
        return ids + Array(repeating: 0, count: context - ids.count)
    }

    /// Ids of the text alone, at least the first `limit` of them.
    package func encode(_ text: String, limit: Int = .max) -> [Int32] {
        encoder.encode(Self.cleanedScalars(text), limit: limit)
    }

    /// The text as it is tokenized.
    package static func cleaned(_ text: String) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: cleanedScalars(text))
        return String(view)
    }

    /// The pieces of cleaned text that are merged each on its own.
    package static func pieces(_ cleaned: String) -> [String] {
        TextPieces(Array(cleaned.unicodeScalars)).map { piece in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: piece.scalars)
            return String(view)
        }
    }

    private static func cleanedScalars(_ text: String) -> [Unicode.Scalar] {
        let unescaped = HTMLEntities.unescape(HTMLEntities.unescape(TextRepair.repair(text)))
        return Lowercasing.apply(Whitespace.collapsed(unescaped))
    }
}

extension BytePairEncoder {
    /// Ids of cleaned text, special strings included, at least the first `limit` of them.
    func encode(_ text: [Unicode.Scalar], limit: Int) -> [Int32] {
        var result: [Int32] = []
        for piece in TextPieces(text) {
            switch piece.special {
            case BytePairVocabulary.startOfText?: result.append(vocabulary.start)
            case BytePairVocabulary.endOfText?: result.append(vocabulary.end)
            default: result += ids(piece.scalars)
            }
            if result.count >= limit { break }
        }
        return result
    }
}
