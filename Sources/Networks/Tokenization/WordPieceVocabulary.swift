/// The pieces of a WordPiece tokenizer; a piece's id is its line number, counted from 0.
public struct WordPieceVocabulary: Sendable {
    static let unknown = "[UNK]"
    static let separator = "[SEP]"
    static let padding = "[PAD]"
    static let classifier = "[CLS]"
    static let mask = "[MASK]"

    public let pieces: [String]
    /// Ids by the UTF-8 bytes of a piece: strings compare by canonical equivalence, which is coarser than pieces are.
    private let ids: [ArraySlice<UInt8>: Int32]
    /// Length in bytes of the longest piece.
    let longest: Int

    /// - Parameter file: where the pieces come from, for error texts.
    /// - Throws: `TokenizerError.vocabulary` when a piece occurs twice or one that the tokenizer needs is missing.
    public init(pieces: [String], file: String) throws {
        var ids: [ArraySlice<UInt8>: Int32] = [:]
        for (id, piece) in pieces.enumerated() {
            guard ids.updateValue(Int32(id), forKey: Array(piece.utf8)[...]) == nil else {
                throw TokenizerError.vocabulary(
                    file: file, expected: "pieces that occur once", found: "\"\(piece)\" twice")
            }
        }
        for needed in [Self.unknown, Self.separator, Self.padding, Self.classifier]
        where ids[Array(needed.utf8)[...]] == nil {
            throw TokenizerError.vocabulary(file: file, expected: "the piece \(needed)", found: "none")
        }
        self.pieces = pieces
        self.ids = ids
        longest = pieces.lazy.map(\.utf8.count).max() ?? 0
    }

    /// A file of one piece a line, gzipped or not.
    ///
    /// - Throws: `TokenizerError.vocabulary` naming the file.
    public init(file: String) throws {
        try self.init(pieces: TextLines.read(file, each: "piece"), file: file)
    }

    /// The vocabulary of BERT base uncased, from this package.
    public static func embedded() throws -> WordPieceVocabulary { try loadedEmbedded.get() }

    private static let loadedEmbedded = Result {
        try WordPieceVocabulary(file: NetworkResources.path("bert-base-uncased.txt.gz"))
    }

    public func id(of piece: String) -> Int32? { ids[Array(piece.utf8)[...]] }

    func id(of bytes: ArraySlice<UInt8>) -> Int32? { ids[bytes] }
}
