/// BERT's uncased text to token ids and back.
///
/// Special strings are cut out, the rest is cleaned (see `BERTCleaning`) and every word is split greedily into the
/// longest pieces of the vocabulary, all but the first with `##` in front; words of more than 100 characters and words
/// that cannot be split are unknown.
/// Source: BertTokenizer (transformers 4.33), with special tokens appended to the vocabulary as BLIP does.
public struct WordPieceTokenizer: Sendable {
    /// Tokens after the vocabulary's own that captioning models add: the start of a caption and of a tag list.
    public static let captioning = ["[DEC]", "[ENC]"]

    private static let longestWord = 100

    public let vocabulary: WordPieceVocabulary
    private let specials: [(scalars: [Unicode.Scalar], id: Int32)]
    private let unknown, separator, padding, classifier: Int32
    private let hidden: Set<Int32>

    /// - Parameter additional: special tokens that follow the vocabulary, in the order of their ids.
    public init(vocabulary: WordPieceVocabulary, additional: [String] = captioning) {
        func id(_ piece: String) -> Int32 {
            guard let id = vocabulary.id(of: piece) else {
                preconditionFailure("a vocabulary has \(piece)")
            }
            return id
        }
        self.vocabulary = vocabulary
        (unknown, separator) = (id(WordPieceVocabulary.unknown), id(WordPieceVocabulary.separator))
        (padding, classifier) = (id(WordPieceVocabulary.padding), id(WordPieceVocabulary.classifier))
        let own = [
            WordPieceVocabulary.unknown, WordPieceVocabulary.separator, WordPieceVocabulary.padding,
            WordPieceVocabulary.classifier, WordPieceVocabulary.mask,
        ].compactMap { piece in vocabulary.id(of: piece).map { (Array(piece.unicodeScalars), $0) } }
        let added = additional.enumerated().map { index, piece in
            (Array(piece.unicodeScalars), Int32(vocabulary.pieces.count + index))
        }
        specials = (own + added).map { (scalars: $0.0, id: $0.1) }
        hidden = Set(specials.map(\.id))
    }

    /// The tokenizer with the vocabulary of BERT base uncased.
    public init() throws { self.init(vocabulary: try .embedded()) }

    /// Id of a special string, e.g. `[SEP]`.
    public func special(_ text: String) -> Int32? {
        specials.first { $0.scalars.elementsEqual(text.unicodeScalars) }?.id
    }

    /// Ids that exist: of the vocabulary and the special tokens after it.
    public var count: Int { max(vocabulary.pieces.count, Int(hidden.max() ?? 0) + 1) }

    /// `[CLS]`, the text's ids, `[SEP]`; cut to `length` ids, of which the last then is `[SEP]`, and padded to it.
    public func tokens(_ text: String, length: Int? = nil) -> [Int32] {
        let body = encode(text)
        guard let length else { return [classifier] + body + [separator] }
        let ids = [classifier] + body.prefix(max(length - 2, 0)) + [separator]
        return ids + Array(repeating: padding, count: max(length - ids.count, 0))
    }

    /// Ids of the text alone.
    public func encode(_ text: String) -> [Int32] {
        var ids: [Int32] = []
        let scalars = Array(text.unicodeScalars)
        var (start, position) = (0, 0)
        while position < scalars.count {
            let rest = scalars[position...]
            guard let special = specials.first(where: { rest.starts(with: $0.scalars) }) else {
                position += 1
                continue
            }
            ids += plain(scalars[start..<position]) + [special.id]
            position += special.scalars.count
            start = position
        }
        return ids + plain(scalars[start...])
    }

    /// The text of ids, special tokens left out, with the spaces around punctuation that English has.
    public func decode(_ ids: some Sequence<Int32>) -> String {
        let words = ids.filter { !hidden.contains($0) }.map { id in
            vocabulary.pieces.indices.contains(Int(id))
                ? vocabulary.pieces[Int(id)] : WordPieceVocabulary.unknown
        }
        var text = words.joined(separator: " ").replacingAll(" ##", with: "")
        for ending in [".", "?", "!", ","] { text = text.replacingAll(" " + ending, with: ending) }
        text = text.replacingAll(" ' ", with: "'")
        for ending in ["n't", "'m", "'s", "'ve", "'re"] {
            text = text.replacingAll(" " + ending, with: ending)
        }
        return text
    }

    /// Ids of text without special strings.
    private func plain(_ text: ArraySlice<Unicode.Scalar>) -> [Int32] {
        // Scalars are lowered one by one first, without the context that the end of a Greek word would be.
        let lowered = text.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
        return BERTCleaning.apply(lowered).split(separator: " ").flatMap(pieces)
    }

    private func pieces(_ word: ArraySlice<Unicode.Scalar>) -> [Int32] {
        guard word.count <= Self.longestWord else { return [unknown] }
        var ids: [Int32] = []
        var rest = word
        while !rest.isEmpty {
            let prefix = ids.isEmpty ? [] : Array("##".utf8)
            var (bytes, ends) = (prefix, [Int]())
            for scalar in rest {
                bytes += UTF8.encode(scalar)!
                ends.append(bytes.count)
                if bytes.count >= vocabulary.longest { break }
            }
            guard
                let longest = ends.indices.last(where: { vocabulary.id(of: bytes[..<ends[$0]]) != nil }),
                let id = vocabulary.id(of: bytes[..<ends[longest]])
            else { return [unknown] }
            ids.append(id)
            rest = rest.dropFirst(longest + 1)
        }
        return ids
    }
}

extension String {
    /// Every occurrence of `pattern`, from the left, scalar by scalar, replaced.
    fileprivate func replacingAll(_ pattern: String, with replacement: String) -> String {
        let (text, pattern) = (Array(utf8), Array(pattern.utf8))
        var result: [UInt8] = []
        var position = 0
        while position < text.count {
            if text[position...].starts(with: pattern) {
                result += replacement.utf8
                position += pattern.count
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
