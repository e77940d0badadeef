import Benchmarks
import Testing

/// The same samples in every format that a manifest may have.
struct ManifestFormatTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.image("dog.png")
        try folder.image("pictures/cat.png")
    }

    private func samples(_ text: String, _ name: String) throws -> [Sample] {
        let file = try folder.write(text, to: name)
        return try SuiteRegistry().suite("folder", files: file).samples
    }

    private func expectDogAndCat(_ samples: [Sample]) throws {
        try #require(samples.count == 2)
        #expect(samples.map(\.id) == ["dog", "2"])
        #expect(samples.map(\.category) == ["pets", "pets"])
        #expect(samples.map(\.prompt) == ["a dog, \"running\"\nfast 🐕", "a cat sleeps"])
        #expect(samples[0].image == folder.path + "/dog.png")
        #expect(samples[1].image == folder.path + "/pictures/cat.png")
        #expect(samples[0].objects == ["dog", "ball"])
        #expect(samples.allSatisfy { $0.promptSource == nil && $0.video == nil })
    }

    @Test func csv() throws {
        let text = """
            id,Category,image,prompt,objects
            dog,pets,dog.png,"a dog, ""running""
            fast 🐕",dog; ball
            2,pets,pictures/cat.png,a cat sleeps,

            """
        try expectDogAndCat(try samples(text, "list.csv"))
        // As a spreadsheet on another system writes it; the line end inside the quotes is content and stays.
        let windows =
            "\u{feff}" + text.replacing("\n", with: "\r\n").replacing("\"\"\r\nfast", with: "\"\"\nfast")
        try expectDogAndCat(try samples(windows, "windows.csv"))
        try expectDogAndCat(
            try samples(
                "id\tcategory\timage\tprompt\tobjects\n"
                    + "dog\tpets\tdog.png\t\"a dog, \"\"running\"\"\nfast 🐕\"\tdog,ball\n"
                    + "2\tpets\tpictures/cat.png\ta cat sleeps\t",
                "list.tsv"))
    }

    @Test func jsonLines() throws {
        let text = #"""
            {"id": "dog", "category": "pets", "image": "dog.png", "prompt": "a dog, \"running\"\nfast \ud83d\udc15", "objects": ["dog", "ball"]}

            {"id": 2, "category": "pets", "image": "pictures\/cat.png", "caption": null, "prompt": "a cat sleeps"}
            """#
        try expectDogAndCat(try samples(text, "list.jsonl"))
    }

    @Test(arguments: ["[%]", "{\"note\": \"pets\", \"items\": [%]}"])
    func json(frame: String) throws {
        let items = #"""
            {"name": "dog", "class": "pets", "first_frame": "dog.png", "objects": "dog, ball",
             "prompt": "a dog, \"running\"\nfast 🐕"},
            {"name": 2, "label": "pets", "input": "pictures/cat.png", "prompt": "a cat sleeps", "score": -1.5e3,
             "good": true, "tags": []}
            """#
        try expectDogAndCat(try samples(frame.replacing("%", with: items), "list.json"))
    }

    @Test(arguments: ["", "samples:\n"])
    func yaml(head: String) throws {
        let text = """
            - id: dog
              category: pets
              image: dog.png
              objects: [dog, ball]
              prompt: "a dog, \\"running\\"\\nfast 🐕"
            - id: 2
              category: pets
              image: pictures/cat.png
              prompt: a cat sleeps

            """
        try expectDogAndCat(try samples(head + text, "list.yaml"))
    }

    @Test func emptyPromptFallsBackToTheCaption() throws {
        let text =
            #"[{"image": "dog.png", "prompt": null, "caption": "a dog"}, {"image": "pictures/cat.png"}]"#
        let samples = try samples(text, "list.json")
        #expect(samples.map(\.id) == ["dog", "cat"])
        #expect(samples.map(\.prompt) == ["a dog", nil])
        #expect(samples.map(\.promptSource) == ["caption", nil])
        #expect(samples.map(\.category) == ["all", "all"])
    }

    @Test func longPromptsStayWhole() throws {
        let prompt = (0..<1000).map { "word\($0)" }.joined(separator: " ")
        let samples = try samples("image,prompt\ndog.png,\(prompt)\n", "list.csv")
        #expect(samples.first?.prompt == prompt)
    }

    @Test func aFileColumnHoldsImagesOrVideos() throws {
        try folder.video("clip.mkv", greys: [10, 20, 30])
        let samples = try samples("file\ndog.png\nclip.mkv\n", "list.csv")
        #expect(samples[0].image != nil && samples[0].video == nil)
        #expect(samples[1].image == nil && samples[1].video != nil)
    }
}
