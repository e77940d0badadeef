import Foundation
import Networks
import Testing

@Suite struct WordPieceTokenizerTests {
    struct Goldens: Decodable {
        struct Encoding: Decodable {
            let text: String
            let ids: [Int32]
            let padded: [Int32]

            enum CodingKeys: String, CodingKey {
                case text, ids
                case padded = "ids_padded_40"
            }
        }
        struct Decoding: Decodable {
            let ids: [Int32]
            let text: String
        }
        struct Scene: Decodable {
            let key: String
            let captions: [String]
            let success: Int
        }
        struct Batches: Decodable {
            struct Batch: Decodable {
                let batch: Int
                let source: [Int]
            }
            let batches: [Batch]
        }
        let bertEncode: [Encoding]
        let bertDecode: [Decoding]
        let scene: [Scene]
        let tag2textBatch: Batches

        enum CodingKeys: String, CodingKey {
            case scene
            case bertEncode = "bert_encode"
            case bertDecode = "bert_decode"
            case tag2textBatch = "tag2text_batch"
        }
    }

    let goldens: Goldens
    let tokenizer: WordPieceTokenizer

    init() throws {
        goldens = try fixture("vbench_scoring.json", as: Goldens.self)
        tokenizer = try WordPieceTokenizer()
    }

    @Test func textsAreEncodedAsByTheReference() {
        for golden in goldens.bertEncode {
            #expect(tokenizer.tokens(golden.text) == golden.ids, "\(golden.text)")
            #expect(tokenizer.tokens(golden.text, length: 40) == golden.padded, "\(golden.text)")
        }
        #expect(goldens.bertEncode.count == 8)
    }

    @Test func idsAreDecodedAsByTheReference() {
        for golden in goldens.bertDecode { #expect(tokenizer.decode(golden.ids) == golden.text) }
        #expect(goldens.bertDecode.count == 5)
    }

    @Test func specialStringsAreTheirIds() {
        #expect(
            tokenizer.encode("a[SEP]b [MASK][ENC] [dec]") == [1037, 102, 1038, 103, 30523, 1031, 11703, 1033])
        #expect(tokenizer.special("[DEC]") == 30522 && tokenizer.special("[NONE]") == nil)
        #expect(tokenizer.count == 30524)
    }

    @Test func idsOutsideTheVocabularyReadAsUnknown() {
        #expect(tokenizer.decode([1037, 40000, -1]) == "a [UNK] [UNK]")
        #expect(tokenizer.decode([100, 101, 102, 0, 30522]).isEmpty)
    }

    @Test func scenesAreFoundAsByTheReference() {
        for golden in goldens.scene {
            let found = golden.captions.filter { SceneCaptions.succeeds($0, scene: golden.key) }
            #expect(found.count == golden.success, "\(golden.key)")
        }
        #expect(goldens.scene.count == 7)
    }

    @Test func framesGetTheCaptionsThatTheReferenceGivesThem() {
        for golden in goldens.tag2textBatch.batches {
            #expect(SceneCaptions.vbench.sourceFrames(count: golden.batch) == golden.source)
            #expect(
                SceneCaptions.corrected.sourceFrames(count: golden.batch) == Array(0..<golden.batch))
        }
        #expect(goldens.tag2textBatch.batches.count == 5)
    }

    @Test func aFileThatIsNoVocabularyIsNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func message(_ text: String) throws -> String {
            let file = folder.appendingPathComponent("vocab.txt")
            try Data(text.utf8).write(to: file)
            do {
                _ = try WordPieceVocabulary(file: file.path)
                return "no error"
            } catch { return "\(error)" }
        }
        let specials = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n"
        #expect(try message(specials + "a\n##b\n") == "no error")
        #expect(try message(specials + "a\r\n##b\r\n") == "no error")
        #expect(try message("").contains("vocab.txt: expected one piece a line"))
        #expect(try message("[PAD]\n[UNK]\n[CLS]\n").contains("the piece [SEP]"))
        #expect(try message(specials + "a\na\n").contains("\"a\" twice"))
    }

    @Test func theTagListHasItsLength() throws {
        let tags = try TagList.embedded().names
        #expect(tags.count == 3429 && Set(tags).count == 3313)
        #expect(
            [127, 3265, 3338, 3351, 3355, 3359].map { tags[$0] } == [
                "quarter", "three", "four", "two", "five", "one",
            ])
    }
}
