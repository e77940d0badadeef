import Foundation
import Networks
import Testing

@Suite struct StableDiffusionTokenizerTests {
    struct Vectors: Decodable {
        struct Case: Decodable {
            let prompt: String
            let ids: [Int32]
            let ids_with_ftfy: [Int32]?
        }
        let cases: [Case]
    }

    @Test func vectorsMatchInBothCleanings() throws {
        let vectors = try fixture("tokenizer_sd21.json", as: Vectors.self)
        let plain = try StableDiffusionTokenizer()
        let repairing = try StableDiffusionTokenizer(cleaning: .ftfy)
        #expect(vectors.cases.count == 23)
        for vector in vectors.cases {
            #expect(plain.tokens(vector.prompt) == vector.ids, "\(vector.prompt)")
            #expect(repairing.tokens(vector.prompt) == vector.ids_with_ftfy ?? vector.ids, "\(vector.prompt)")
        }
    }

    @Test func aTokenizerFolderGivesTheSameIds() throws {
        let folder = try TokenizerFolder(padToken: #"{"content": "!", "lstrip": false}"#)
        defer { folder.remove() }
        let prompt = "Café déjà vu! don't <|endoftext|> 中文 🎉"
        #expect(
            try StableDiffusionTokenizer(folder: folder.path).tokens(prompt)
                == StableDiffusionTokenizer().tokens(prompt))
    }

    @Test func thePadTokenIsTheFolders() throws {
        let folder = try TokenizerFolder(padToken: #""<|endoftext|>""#)
        defer { folder.remove() }
        let ids = try StableDiffusionTokenizer(folder: folder.path).tokens("a cat!")
        #expect(ids.prefix(5) == [49406, 320, 2368, 256, 49407] && ids[76] == 49407)
    }

    @Test func promptsOfAThousandWordsAreCut() throws {
        let tokenizer = try StableDiffusionTokenizer()
        let prompt = String(repeating: "\"quoted\" line\nwith 🎉, ", count: 1000)
        let ids = tokenizer.tokens(prompt)
        #expect(ids.count == 77 && ids[76] == 49407)
    }

    @Test func anAbsentVocabularyIsNamed() {
        #expect {
            try StableDiffusionTokenizer(folder: "/nonexistent")
        } throws: {
            "\($0)".contains("/nonexistent/vocab.json")
        }
    }
}

/// The embedded vocabulary written as a diffusers `tokenizer` folder.
struct TokenizerFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

    /// - Parameter padToken: JSON value of `pad_token`.
    init(padToken: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let (ids, merges) = try BytePairVocabulary.embedded().tables()
        try JSONEncoder().encode(ids).write(to: URL(fileURLWithPath: path + "/vocab.json"))
        try Data(("#version: 0.2\n" + merges.joined(separator: "\n") + "\n").utf8)
            .write(to: URL(fileURLWithPath: path + "/merges.txt"))
        try Data(#"{"pad_token": \#(padToken), "unk_token": "<|endoftext|>"}"#.utf8)
            .write(to: URL(fileURLWithPath: path + "/special_tokens_map.json"))
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
