import Foundation
import Networks
import Testing

@Suite struct CLIPTokenizerTests {
    struct Vectors: Decodable {
        struct Case: Decodable, Sendable {
            let text, cleaned: String
            let ids, context77, context32: [Int32]
        }
        let cases: [Case]
    }

    struct Mixture: Decodable {
        let text, cleaned: String
        let pieces: [String]
    }

    /// The one vector that needs mojibake repair, which is left out (see `TextRepair`).
    static let mojibake = "fix me: Ã©tÃ© â€œmojibakeâ€\u{9D}"

    @Test func vectorsMatch() throws {
        let vectors = try fixture("clip_bpe.json", as: Vectors.self)
        let tokenizer = try CLIPTokenizer()
        let compared = vectors.cases.filter { $0.text != Self.mojibake }
        #expect(vectors.cases.count == 24 && compared.count == 23)
        for vector in compared {
            #expect(scalars(CLIPTokenizer.cleaned(vector.text)) == scalars(vector.cleaned))
            #expect(tokenizer.encode(vector.text) == vector.ids, "\(vector.text)")
            #expect(tokenizer.tokens(vector.text) == vector.context77, "\(vector.text)")
            #expect(tokenizer.tokens(vector.text, context: 32) == vector.context32, "\(vector.text)")
        }
    }

    @Test func randomMixturesAreCleanedAsByTheReference() throws {
        // Made with ftfy 6.3.1 (encoding repair off), html.unescape and the regex module.
        for mixture in try fixture("text_mixtures.json", as: [Mixture].self) {
            let cleaned = CLIPTokenizer.cleaned(mixture.text)
            #expect(scalars(cleaned) == scalars(mixture.cleaned), "\(mixture.text.debugDescription)")
            #expect(
                CLIPTokenizer.pieces(cleaned).map(scalars) == mixture.pieces.map(scalars),
                "\(mixture.text.debugDescription)")
        }
    }

    @Test func entitiesWithoutSemicolonAreCutToTheLongestName() {
        #expect(CLIPTokenizer.cleaned("&notit; I'm &notin; &amp &ampx &amp;lt;") == "¬it; i'm ∉ & &x <")
    }

    @Test func longTextKeepsItsBeginningAndEndsWithTheEndOfText() throws {
        let ids = try CLIPTokenizer().tokens(String(repeating: "cat ", count: 100))
        #expect(ids.count == 77 && ids[0] == 49406 && ids[76] == 49407)
        #expect(ids[1...75].allSatisfy { $0 == 2368 })
    }

    @Test func aThousandWordsWithEmojiAreRepetitionsOfTheFirst() throws {
        let tokenizer = try CLIPTokenizer()
        let words = "naïve 👨‍👩‍👧 &amp; “quoted” "
        let once = tokenizer.encode(words)
        #expect(!once.isEmpty)
        let often = tokenizer.encode(String(repeating: words, count: 1000))
        #expect(often == Array(repeating: once, count: 1000).flatMap { $0 })
    }

    @Test func aFileThatIsNoVocabularyIsNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func message(_ text: String) throws -> String {
            let file = folder.appendingPathComponent("merges.txt")
            try Data(text.utf8).write(to: file)
            do {
                _ = try BytePairVocabulary(mergesFile: file.path)
                return "no error"
            } catch { return "\(error)" }
        }
        #expect(try message("#version\n").contains("merges.txt: expected a line for every merge"))
        #expect(try message("#version\na b c\n").contains("the line \"a b c\""))
        #expect(try message("#version\nzz q\n").contains("the token zz"))
        #expect {
            try BytePairVocabulary(mergesFile: folder.path + "/absent")
        } throws: {
            "\($0)".contains("no readable file")
        }
    }
}
