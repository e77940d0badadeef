import Benchmarks
import Foundation
import Media
import Testing

struct VBenchI2VTests {
    private static let names = ["a squirrel sitting on the ground", "colorful buildings, seaside"]

    private func tree(crop: String = "crop/1-1") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            [{"file_name": "\(Self.names[0]).jpg", "url": "www.pexels.com/x", "type": "animal", "origin_width": 3381,
              "first_crop": {"width": 3381, "first_bbox": [0, 252, 3376, 1899]},
              "diff_ratio_crop": {"1-1": [720, 252, 1899, 1899]}, "caption": "\(Self.names[0])"},
             {"file_name": "\(Self.names[1]).jpg", "type": "architecture", "caption": "\(Self.names[1])"}]
            """, to: "i2v-bench-info.json")
        for (index, name) in Self.names.enumerated() {
            // What a file holds counts, not its extension.
            try folder.image("\(crop)/\(name).jpg", grey: UInt8(60 + index))
        }
        return folder
    }

    @Test func samplesAreImagesWithCaptions() throws {
        for (crop, data) in [("crop/1-1", ""), ("data/crop/1-1", "")] {
            let folder = try tree(crop: crop)
            let suite = try SuiteRegistry().suite("vbench-i2v", files: folder.path + data)
            #expect(suite.samples.map(\.id) == Self.names)
            #expect(suite.samples.map(\.category) == ["animal", "architecture"])
            #expect(suite.samples.map(\.prompt) == Self.names)
            #expect(try suite.firstFrame(of: suite.samples[1]).pixels[0] == 61)
        }
    }

    @Test func imagesAreFrozenToo() throws {
        let folder = try tree()
        let registry = try SuiteRegistry()
        let definition = try registry.definition("vbench-i2v")
        let file = folder.path + "/list.json"
        let list = try DatasetPreparation(
            definition: definition, suiteFolder: registry.folder(of: definition)
        ).freeze(data: folder.path, for: file)
        try list.write(to: file)
        #expect(list.samples.map(\.frames) == [1, 1] && list.samples.map(\.frame) == [0, 0])
        let suite = try registry.suite("vbench-i2v", files: file)
        #expect(suite.samples.map(\.prompt) == Self.names)
        #expect(try suite.firstFrame(of: suite.samples[0]).contentHash == list.samples[0].inputSHA256)
        #expect(try suite.hash == registry.suite("vbench-i2v", files: folder.path).hash)
    }

    @Test func theCheckReadsImages() throws {
        let folder = try tree()
        try folder.write("no image", to: "crop/1-1/\(Self.names[1]).jpg")
        try folder.image("crop/1-1/another.png")
        try folder.image("crop/7-4/not looked at.png")
        let registry = try SuiteRegistry()
        let definition = try registry.definition("vbench-i2v")
        let report = try DatasetCheck(definition: definition, suiteFolder: registry.folder(of: definition))
            .report(on: folder.path)
        #expect(report.findings(.corrupt).map(\.path) == ["crop/1-1/\(Self.names[1]).jpg"])
        #expect(report.findings(.extra).map(\.path) == ["crop/1-1/another.png"])
        #expect(report.findings(.tooShort).isEmpty)
    }

    @Test func brokenInfoIsNamed() throws {
        let folder = try tree()
        try folder.write(
            "[{\"file_name\": \"a.jpg\",\n \"type\": \"anima\",\n \"caption\": \"a\"}]",
            to: "i2v-bench-info.json")
        let text = errorText { _ = try SuiteRegistry().suite("vbench-i2v", files: folder.path) }
        #expect(text.contains("i2v-bench-info.json:2: there is no category “anima”; is “animal” meant?"))
        try folder.write("[{\"file_name\": \"a.jpg\",\n \"type\" \"animal\"}]", to: "i2v-bench-info.json")
        #expect(
            errorText { _ = try SuiteRegistry().suite("vbench-i2v", files: folder.path) }
                .contains("i2v-bench-info.json:2: expected “:” after “type”"))
    }

    @Test func theNumbersAreVBenchs() throws {
        let definition = try SuiteRegistry().definition("vbench-i2v")
        #expect(definition.categories.compactMap(\.clips).reduce(0, +) == 355)
    }
}
