import Benchmarks
import Testing

/// What is wrong, where, and what was expected.
struct ManifestErrorTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.image("dog.png")
    }

    private func expect(
        _ text: String, as name: String, says parts: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = try folder.write(text, to: name)
        do {
            _ = try SuiteRegistry().suite("folder", files: file)
            Issue.record("no error", sourceLocation: sourceLocation)
        } catch let error as SuiteError {
            let message = "\(error)"
            #expect(message.contains(file), "\(message)", sourceLocation: sourceLocation)
            for part in parts {
                #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation)
            }
            #expect(error.exitCode == 65, sourceLocation: sourceLocation)
        }
    }

    @Test func tables() throws {
        try expect("", as: "a.csv", says: ["header line", "none"])
        try expect("id,image\n", as: "b.csv", says: ["at least one sample"])
        try expect("id,prompt\n1,dog\n", as: "c.csv", says: [":1:", "image", "“prompt”"])
        try expect(
            "id,image\n1,dog.png\n2,dog.png,dog\n", as: "d.csv",
            says: [":3:", "expected 2 fields", "found 3"])
        try expect("id,image\n1,\"dog.png\n", as: "e.csv", says: [":2:", "never closed"])
        try expect("id,image\n1,\"dog.png\"x\n", as: "f.csv", says: [":2:", "closing quote", "“x”"])
        try expect(
            "id,image,Image\n1,dog.png,\n", as: "g.csv", says: [":1:", "“image”, “Image”", "keep one"])
        try expect("id,image\n1,\n", as: "h.csv", says: [":2:", "an image or a video"])
    }

    @Test func lineNumbersCountLineEndsInQuotes() throws {
        try expect(
            "id,image,prompt\r\n1,dog.png,\"one\r\ntwo\r\nthree\"\r\n2,dog.png\r\n", as: "a.csv",
            says: [":5:"])
    }

    @Test func json() throws {
        try expect("", as: "a.json", says: ["JSON document"])
        try expect(
            "[\n{\"image\": \"dog.png\"},\n{\"image\" \"dog.png\"}]", as: "b.json", says: [":3:", "“:”"])
        try expect("[{\"image\": \"dog.png\"}", as: "c.json", says: ["“]”", "the end of the file"])
        try expect("[{\"image\": dog}]", as: "d.json", says: [":1:", "expected a value", "dog"])
        try expect("[{\"image\": \"dog.png}]", as: "e.json", says: ["never closed"])
        try expect("[{\"image\": \"\\q\"}]", as: "f.json", says: ["escape"])
        try expect("[{\"image\": \"\\ud83d\"}]", as: "g.json", says: ["surrogate"])
        try expect("{\"videos\": 3}", as: "h.json", says: ["items", "“videos”"])
        try expect("[3]", as: "i.json", says: ["sample 1", "named fields"])
        try expect("[]", as: "j.json", says: ["at least one sample"])
        try expect("{\"image\": 1, \"image\": 2}", as: "k.json", says: ["“image”", "twice"])
        try expect(
            "[{\"image\": \"dog.png\", \"prompt\": [1]}]", as: "l.json", says: ["“prompt”", "a list of 1"])
        try expect("{\"a\": 1}\n{\"b\": 2}", as: "m.json", says: [":2:", ".jsonl"])
        try expect(String(repeating: "[", count: 5000), as: "n.json", says: ["deeper than 64"])
        try expect(
            "{\"image\": \"dog.png\"}\n{\"image\": }", as: "o.jsonl", says: [":2:", "expected a value"])
    }

    @Test func yaml() throws {
        try expect("", as: "a.yaml", says: ["YAML document"])
        try expect("- image: dog.png\n- image: [dog\n", as: "b.yaml", says: [":3:"])
        try expect("- image: dog.png\n  image: dog.png\n", as: "c.yaml", says: ["image", "twice"])
        try expect("just a text", as: "d.yaml", says: ["expected a list of samples"])
    }

    @Test func missingFilesAreListedTogether() throws {
        let text = "id,image,video\n1,dog.png,\n2,gone.png,\n3,dog.png,away.mp4\n"
        try expect(
            text, as: "a.csv", says: ["2 files", "line 3, image: gone.png", "line 4, video: away.mp4"])
    }

    @Test func repeatedIDs() throws {
        try expect("id,image\nx,dog.png\ny,dog.png\nx,dog.png\n", as: "a.csv", says: ["“x”", "lines 2, 4"])
        try expect("image\ndog.png\ndog.png\n", as: "b.csv", says: ["“dog”"])
    }

    @Test func files() throws {
        try expect("whatever", as: "list.xlsx", says: [".csv", ".yaml"])
        let latin = try folder.write([0x69, 0x64, 0x0a, 0xe9, 0xff], to: "latin.csv")
        #expect(throws: SuiteError.unreadable(file: latin, reason: "expected UTF-8 text, found other bytes"))
        {
            _ = try SuiteRegistry().suite("folder", files: latin)
        }
        let nowhere = folder.path + "/nowhere.csv"
        #expect(throws: SuiteError.unreadable(file: nowhere, reason: "there is no such file or folder")) {
            _ = try SuiteRegistry().suite("folder", files: nowhere)
        }
    }
}
