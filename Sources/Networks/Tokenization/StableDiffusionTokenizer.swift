import Foundation

/// Stable Diffusion 2.1's text to 77 token ids.
///
/// The pad token `!` is a special token: it cuts the text around it, and every `!` in a prompt becomes the pad id 0.
/// Source: CLIPTokenizer (transformers) over the tokenizer files of Stable Diffusion 2.1.
public struct StableDiffusionTokenizer: Sendable {
    /// How text is cleaned; the reference decides by whether ftfy is installed.
    public enum Cleaning: String, Sendable, Codable, CaseIterable {
        /// Lower case, accents stripped, punctuation isolated; what the authors' environment gives.
        case bert
        /// Repaired and lower case.
        case ftfy
    }

    public static let length = 77

    private let encoder: BytePairEncoder
    private let cleaning: Cleaning
    private let padID: Int32
    private let specials: [(scalars: [Unicode.Scalar], id: Int32)]

    /// The tokenizer with CLIP's published vocabulary and the pad token `!`.
    public init(cleaning: Cleaning = .bert) throws {
        try self.init(
            vocabulary: .embedded(), padToken: "!", cleaning: cleaning, source: "embedded vocabulary")
    }

    /// The tokenizer of a diffusers `tokenizer` folder.
    ///
    /// - Throws: `TokenizerError.vocabulary` naming the file that is absent or wrong.
    public init(folder: String, cleaning: Cleaning = .bert) throws {
        try self.init(
            vocabulary: BytePairVocabulary(folder: folder), padToken: try Self.padToken(folder),
            cleaning: cleaning, source: folder + "/vocab.json")
    }

    private init(vocabulary: BytePairVocabulary, padToken: String, cleaning: Cleaning, source: String) throws
    {
        guard let padID = vocabulary.id(of: padToken) else {
            throw TokenizerError.vocabulary(
                file: source, expected: "the pad token \(padToken)", found: "none")
        }
        encoder = BytePairEncoder(vocabulary: vocabulary)
        (self.padID, self.cleaning) = (padID, cleaning)
        let special = [
            (BytePairVocabulary.startOfText, vocabulary.start),
            (BytePairVocabulary.endOfText, vocabulary.end),
            (padToken, padID),
        ]
        specials = special.map { (Array($0.0.unicodeScalars), $0.1) }
    }

    /// Start of text, at most 75 ids of the prompt, end of text, padding.
    public func tokens(_ prompt: String) -> [Int32] {
        let room = Self.length - 2
        var ids: [Int32] = []
        for part in parts(Array(prompt.unicodeScalars)) where ids.count < room {
            switch part {
            case .special(let id): ids.append(id)
            case .text(let text): ids += encoder.encode(cleaned(text), limit: room)
            }
        }
        ids = [encoder.vocabulary.start] + ids.prefix(room) + [encoder.vocabulary.end]
        return ids + Array(repeating: padID, count: Self.length - ids.count)
    }

    private enum Part {
        case text(ArraySlice<Unicode.Scalar>)
        case special(Int32)
    }

    /// The raw prompt, cut at special tokens (which are matched exactly, case included).
    private func parts(_ prompt: [Unicode.Scalar]) -> [Part] {
        var (parts, start, position): ([Part], Int, Int) = ([], 0, 0)
        while position < prompt.count {
            let rest = prompt[position...]
            guard let special = specials.first(where: { rest.starts(with: $0.scalars) }) else {
                position += 1
                continue
            }
            parts.append(.text(prompt[start..<position]))
            parts.append(.special(special.id))
            position += special.scalars.count
            start = position
        }
        return parts + [.text(prompt[start...])]
    }

    private func cleaned(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        switch cleaning {
        case .bert: return BERTCleaning.apply(text)
        case .ftfy:
            var view = String.UnicodeScalarView()
            view.append(contentsOf: text)
            return Lowercasing.apply(Whitespace.collapsed(TextRepair.repair(String(view))))
        }
    }

    /// `pad_token` of `special_tokens_map.json`, a string or an object with `content`; the end of text without it.
    private static func padToken(_ folder: String) throws -> String {
        let path = folder + "/special_tokens_map.json"
        guard FileManager.default.fileExists(atPath: path) else { return BytePairVocabulary.endOfText }
        let bytes = Data(try Gunzip.bytes(ofFile: path))
        let map = (try? JSONSerialization.jsonObject(with: bytes)) as? [String: Any]
        let token = (map?["pad_token"] as? [String: Any])?["content"] ?? map?["pad_token"]
        guard let token = token as? String else {
            throw TokenizerError.vocabulary(file: path, expected: "a pad_token", found: "none")
        }
        return token
    }
}
