import Benchmarks
import Foundation
import Media
import Testing

struct FolderSuiteTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func suite(_ name: String = "") throws -> any Suite {
        try SuiteRegistry().suite("folder", files: name.isEmpty ? folder.path : "\(folder.path)/\(name)")
    }

    @Test func categoriesAreFolders() throws {
        try folder.video("pets/dog 10.mkv", greys: [1, 2])
        try folder.video("pets/dog 9.mkv", greys: [3, 4])
        try folder.image("cars/red.png")
        try folder.write("  a \"red\" car\n", to: "cars/red.txt")
        try folder.write("dog 9\ta small dog\ndog 10.mkv: a large dog: asleep\n", to: "prompts.txt")
        try folder.write("not a sample", to: "pets/.hidden.mp4")
        let suite = try suite()
        #expect(suite.samples.map(\.id) == ["cars/red", "pets/dog 9", "pets/dog 10"])
        #expect(suite.samples.map(\.category) == ["cars", "pets", "pets"])
        #expect(suite.samples.map(\.prompt) == ["a \"red\" car", "a small dog", "a large dog: asleep"])
        #expect(suite.categoryCounts.map(\.name) == ["cars", "pets"])
        #expect(suite.categoryCounts.map(\.samples) == [1, 2])
    }

    @Test func firstFramesComeFromImagesOrVideos() throws {
        try folder.video("a.mkv", greys: [40, 50, 60])
        try folder.video("b.mkv", greys: [70, 80])
        try folder.video("c.mkv", greys: [90])
        try folder.image("a_first_frame.png", grey: 11)
        try folder.image("images/b.png", grey: 22)
        let suite = try suite()
        #expect(suite.samples.map(\.id) == ["a", "b", "c"])
        #expect(suite.samples.map(\.category) == ["all", "all", "all"])
        let greys = try suite.samples.map { try suite.firstFrame(of: $0).pixels[0] }
        #expect(greys == [11, 22, 90])
    }

    @Test func middleFrameIsHalfWay() throws {
        try folder.video("a.mkv", greys: [10, 20, 30, 40, 50])
        try folder.video("b.mkv", greys: [10, 20, 30, 40])
        var definition = try suite().definition
        definition.conditioningFrame = .middle
        let middle = try FolderSuite(definition: definition, path: folder.path)
        #expect(try middle.samples.map { try middle.firstFrame(of: $0).pixels[0] } == [30, 30])
    }

    @Test func promptsBesideInEveryFormat() throws {
        let tables = [
            "prompts.csv": "name,prompt\na,one\nb.png,two\n", "prompts.json": #"{"a": "one", "b": "two"}"#,
            "prompts.jsonl":
                "{\"id\": \"a\", \"prompt\": \"one\"}\n{\"file\": \"b.png\", \"caption\": \"two\"}\n",
            "prompts.yaml": "a: one\nb.png: two\n", "prompts.txt": "a: one\nb\ttwo\n",
        ]
        for (name, text) in tables {
            let folder = try TemporaryFolder()
            try folder.image("a.png")
            try folder.image("b.png")
            try folder.write(text, to: name)
            let suite = try SuiteRegistry().suite("folder", files: folder.path)
            #expect(suite.samples.map(\.prompt) == ["one", "two"], "\(name)")
        }
    }

    @Test func referencesAreRead() throws {
        try folder.video("real.mkv", greys: [5, 6, 7])
        try folder.image("in.png")
        try folder.write("image,reference\nin.png,real.mkv\n", to: "manifest.csv")
        let suite = try suite()
        let frames = try #require(try suite.referenceFrames(of: suite.samples[0]))
        #expect(frames.map { $0.pixels[0] } == [5, 6, 7])
    }

    @Test func nothingToUse() throws {
        #expect(throws: SuiteError.empty(file: folder.path, expected: "at least one image or video")) {
            _ = try suite()
        }
        try folder.image("x.png")
        try folder.image("x.jpg")
        do {
            _ = try suite()
            Issue.record("two files of one name")
        } catch let error as SuiteError {
            #expect("\(error)".contains("x.jpg and") && "\(error)".contains("“x”"))
        }
    }

    @Test func brokenPromptFile() throws {
        try folder.image("a.png")
        let file = try folder.write("a: one\nno separator\n", to: "prompts.txt")
        do {
            _ = try suite()
            Issue.record("no error")
        } catch let error as SuiteError {
            #expect("\(error)".contains("\(file):2:"))
        }
    }

    /// The hash follows content and settings, not where the files lie.
    @Test func hashFollowsContent() throws {
        func made(grey: UInt8, prompt: String) throws -> String {
            let folder = try TemporaryFolder()
            try folder.image("a.png", grey: grey)
            try folder.write(prompt, to: "a.txt")
            return try SuiteRegistry().suite("folder", files: folder.path).hash
        }
        let base = try made(grey: 1, prompt: "one")
        #expect(try made(grey: 1, prompt: "one") == base)
        #expect(try made(grey: 2, prompt: "one") != base)
        #expect(try made(grey: 1, prompt: "two") != base)
        #expect(base.count == 64)
    }
}
