import Benchmarks
import Foundation
import Media
import Testing

struct I2VBenchTests {
    private func tree() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for file in ["Pet/cat one.mp4", "Scenery-Nature/lake.mp4", "Animation-Hard/robot.mp4"] {
            try folder.video("videos/\(file)", greys: Array(repeating: 50, count: 16))
        }
        return folder
    }

    private func open(_ folder: TemporaryFolder) throws -> any Benchmarks.Suite {
        try SuiteRegistry().suite("i2v-bench", files: folder.path)
    }

    private static let expected = ["Scenery-Nature/lake", "Pet/cat one", "Animation-Hard/robot"]

    @Test(arguments: [
        (
            "annotation.csv",
            "video,category,caption\ncat one.mp4,Pet,a cat\nlake.mp4,S-N,a lake\nrobot.mp4,A-H,a robot\n"
        ),
        (
            "annotations.csv",
            "File Name,Class,Prompt\ncat one,pet,a cat\nlake,scenery nature,a lake\nrobot,Animation_Hard,a robot\n"
        ),
        (
            "captions.csv",
            "path,text\nPet/cat one.mp4,a cat\nScenery-Nature/lake.mp4,a lake\nAnimation-Hard/robot.mp4,a robot\n"
        ),
        (
            "annotation.json",
            """
            [{"video_name": "cat one.mp4", "type": "Pet", "description": "a cat"},
             {"video_name": "lake.mp4", "type": "Scenery-Nature", "description": "a lake"},
             {"video_name": "robot.mp4", "type": "Animation-Hard", "description": "a robot"}]
            """
        ),
        (
            "annotation.json",
            """
            {"Pet/cat one.mp4": "a cat", "Scenery-Nature/lake.mp4": "a lake", "Animation-Hard/robot.mp4": "a robot"}
            """
        ),
        (
            "annotations.json",
            """
            {"Pet": [{"file": "cat one.mp4", "caption": "a cat"}], "Scenery-Nature": [{"file": "lake.mp4", "caption": "a lake"}],
             "Animation-Hard": [{"file": "robot.mp4", "caption": "a robot"}]}
            """
        ),
        (
            "metadata.json",
            """
            {"annotations": [{"video": "cat one.mp4", "category": "Pet", "caption": "a cat"},
             {"video": "lake.mp4", "category": "Scenery-Nature", "caption": "a lake"},
             {"video": "robot.mp4", "category": "Animation-Hard", "caption": "a robot"}]}
            """
        ),
        (
            "annotation.jsonl",
            """
            {"id": "cat one", "category": "Pet", "caption": "a cat"}
            {"id": "lake", "category": "Scenery-Nature", "caption": "a lake"}
            {"id": "robot", "category": "Animation-Hard", "caption": "a robot"}
            """
        ),
    ])
    func annotationsAreReadUnderManyNames(file: String, text: String) throws {
        let folder = try tree()
        try folder.write(text, to: file)
        let suite = try open(folder)
        #expect(suite.samples.map(\.id) == Self.expected)
        #expect(suite.samples.map(\.prompt) == ["a lake", "a cat", "a robot"])
        #expect(suite.samples.map(\.category) == ["Scenery-Nature", "Pet", "Animation-Hard"])
        #expect(try suite.firstFrame(of: suite.samples[0]).pixels[0] == 50)
    }

    @Test func labelsComeFromColumnsOrFilesOfTheirOwn() throws {
        let folder = try tree()
        let rows =
            "cat one.mp4,Pet,a cat,\"cat, sofa\",\nlake.mp4,S-N,a lake,,lake\nrobot.mp4,A-H,a robot,,\n"
        try folder.write("video,category,caption,object,scene\n" + rows, to: "annotation.csv")
        var samples = try open(folder).samples
        #expect(
            samples.map(\.objects) == [[], ["cat", "sofa"], []] && samples.map(\.scene) == ["lake", nil, nil])
        try folder.write("{\"Pet/cat one.mp4\": \"dog\"}", to: "object_labels.json")
        try folder.write("name,scene\nrobot,factory\n", to: "scene_labels.csv")
        samples = try open(folder).samples
        #expect(samples[1].objects == ["dog"] && samples[2].scene == "factory")
        try folder.write("name,scene\nrobott,factory\n", to: "scene_labels.csv")
        let text = errorText { _ = try open(folder) }
        #expect(text.contains("scene_labels.csv:2: there is no video “robott”; is “robot” meant?"))
    }

    @Test(arguments: [
        ("video,category\ncat one.mp4,Pet\n", "annotation.csv:1: expected a column caption, prompt"),
        ("video,category,captoin\ncat one.mp4,Pet,a cat\n", "(is “captoin” meant?)"),
        ("video,category,caption\ncat one.mp4,Pets,a cat\n", "there is no category “Pets”; is “Pet” meant?"),
        ("video,caption\ncat one.mp4,a cat\n", "or files with their category's folder"),
        ("video,category,caption\ncat one.mp4,Pet\n", "annotation.csv:2: expected 3 fields"),
        (
            "video,category,caption\ncat one.mp4,Pet,a\ncat one.mp4,Pet,b\n",
            "“Pet/cat one” occurs 2 times (lines 2, 3)"
        ),
        ("video,category,caption\ndog.mp4,Pet,a dog\n", "missing: videos/Pet/dog.mp4"),
        ("video,category,caption\n", "expected at least one video, found none"),
    ])
    func brokenAnnotations(text: String, says: String) throws {
        let folder = try tree()
        try folder.write(text, to: "annotation.csv")
        let error = errorText { _ = try open(folder) }
        #expect(error.contains(says), "\(error)")
    }

    @Test func theCheckSpeaksOfLabelsAndStrangers() throws {
        let folder = try tree()
        try folder.write("video,category,caption\nlake.mp4,S-N,a lake\n", to: "annotation.csv")
        let registry = try SuiteRegistry()
        let definition = try registry.definition("i2v-bench")
        let report = try DatasetCheck(definition: definition, suiteFolder: registry.folder(of: definition))
            .report(on: folder.path)
        #expect(
            report.findings(.extra).map(\.path) == [
                "videos/Animation-Hard/robot.mp4", "videos/Pet/cat one.mp4",
            ])
        #expect(report.findings(.unlabelled).map(\.path) == ["object_consistency", "scene_consistency"])
        #expect(report.findings(.miscount).count == 18 && !report.isComplete)
    }

    /// The suite's own numbers are the paper's table 4.
    @Test func categoriesAreThePapers() throws {
        let definition = try SuiteRegistry().definition("i2v-bench")
        #expect(definition.categories.count == 17)
        #expect(definition.categories.compactMap(\.clips).reduce(0, +) == 2951)
    }
}
