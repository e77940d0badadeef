import Foundation

/// Token ids and merge ranks of a byte-level BPE tokenizer of the CLIP family.
public struct BytePairVocabulary: Sendable {
    static let startOfText = "<|startoftext|>"
    static let endOfText = "<|endoftext|>"
    static let mergeCount = 48_894

    /// What a pair of neighbouring symbols becomes; lower ranks merge first.
    struct Merge: Sendable {
        let rank: Int32
        let id: Int32
    }

    /// Id of every byte inside a piece, and of every byte that ends one.
    let byteIDs: [Int32]
    let finalByteIDs: [Int32]
    /// Id of every token by its text.
    private let ids: [String: Int32]
    private let merges: [UInt64: Merge]

    let start: Int32
    let end: Int32

    func id(of token: String) -> Int32? { ids[token] }

    /// Every token with its id, and the merges by rank, as tokenizer folders store them.
    package func tables() -> (ids: [String: Int32], merges: [String]) {
        let texts = Dictionary(uniqueKeysWithValues: ids.map { ($0.value, $0.key) })
        let ranked = merges.sorted { $0.value.rank < $1.value.rank }.map(\.key)
        return (ids, ranked.map { texts[Int32($0 >> 32)]! + " " + texts[Int32($0 & 0xFFFF_FFFF)]! })
    }

    func merge(_ left: Int32, _ right: Int32) -> Merge? { merges[Self.pair(left, right)] }

    private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    private init(ids: [String: Int32], mergeLines: [Substring], file: String) throws {
        func id(_ token: String) throws -> Int32 {
            guard let id = ids[token] else {
                throw TokenizerError.vocabulary(file: file, expected: "the token \(token)", found: "none")
            }
            return id
        }
        byteIDs = try ByteAlphabet.characters.map { try id(String($0)) }
        finalByteIDs = try ByteAlphabet.characters.map { try id(String($0) + "</w>") }
        (start, end) = (try id(Self.startOfText), try id(Self.endOfText))
        var merges = [UInt64: Merge](minimumCapacity: mergeLines.count)
        for (rank, line) in mergeLines.enumerated() {
            let (left, right) = try Self.halves(line, file: file)
            merges[Self.pair(try id(String(left)), try id(String(right)))] = Merge(
                rank: Int32(rank), id: try id(String(left + right)))
        }
        self.merges = merges
        self.ids = ids
    }

    private static func halves(_ line: Substring, file: String) throws -> (Substring, Substring) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw TokenizerError.vocabulary(
                file: file, expected: "merges of two symbols", found: "the line \"\(line.prefix(60))\"")
        }
        return (parts[0], parts[1])
    }
}

// Where vocabularies come from.
extension BytePairVocabulary {
    /// The vocabulary that CLIP was published with, from this package.
    public static func embedded() throws -> BytePairVocabulary { try loadedEmbedded.get() }

    private static let loadedEmbedded = Result {
        try BytePairVocabulary(
            mergesFile: NetworkResources.path("bpe_simple_vocab_16e6.txt.gz"))
    }

    /// A file of merges alone, gzipped or not: ids are bytes, bytes that end a piece, merges, special strings.
    ///
    /// - Throws: `TokenizerError.vocabulary` naming the file.
    public init(mergesFile path: String) throws {
        let lines = try Self.mergeLines(Gunzip.bytes(ofFile: path), file: path)
        var tokens = ByteAlphabet.order.map { String(ByteAlphabet.characters[Int($0)]) }
        tokens += tokens.map { $0 + "</w>" }
        tokens += try lines.map {
            let (left, right) = try Self.halves($0, file: path)
            return String(left + right)
        }
        tokens += [Self.startOfText, Self.endOfText]
        let ids = Dictionary(zip(tokens, Int32(0)...)) { _, later in later }
        try self.init(ids: ids, mergeLines: lines, file: path)
    }

    /// The `vocab.json` and `merges.txt` of a tokenizer folder.
    ///
    /// - Throws: `TokenizerError.vocabulary` naming the file that is absent or wrong.
    public init(folder: String) throws {
        let (vocabularyPath, mergesPath) = (folder + "/vocab.json", folder + "/merges.txt")
        let json = Data(try Gunzip.bytes(ofFile: vocabularyPath))
        guard let ids = try? JSONDecoder().decode([String: Int32].self, from: json) else {
            throw TokenizerError.vocabulary(
                file: vocabularyPath, expected: "a JSON object of tokens and ids", found: "something else")
        }
        let lines = try Self.mergeLines(Gunzip.bytes(ofFile: mergesPath), file: mergesPath)
        try self.init(ids: ids, mergeLines: lines, file: vocabularyPath)
    }

    /// Lines after the first, which is a version; at most as many as CLIP uses.
    private static func mergeLines(_ bytes: [UInt8], file: String) throws -> [Substring] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TokenizerError.vocabulary(file: file, expected: "UTF-8 text", found: "other bytes")
        }
        let lines = text.split(separator: "\n", maxSplits: mergeCount + 1).dropFirst().prefix(mergeCount)
        guard !lines.isEmpty else {
            throw TokenizerError.vocabulary(file: file, expected: "a line for every merge", found: "none")
        }
        return Array(lines)
    }
}
