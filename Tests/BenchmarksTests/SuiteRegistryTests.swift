import Benchmarks
import Foundation
import Media
import Testing

struct SuiteRegistryTests {
    @Test func embeddedSuites() throws {
        let registry = try SuiteRegistry()
        let ids = ["demo", "folder", "i2v-bench", "msr-vtt", "ucf-101", "vbench-i2v"]
        #expect(registry.definitions.map(\.id) == ids)
        #expect(registry.definitions.allSatisfy { !$0.summary.isEmpty && !$0.metrics.isEmpty })
    }

    @Test func wrongRequests() throws {
        let registry = try SuiteRegistry()
        #expect(throws: SuiteError.unknownSuite(id: "demmo", known: registry.definitions.map(\.id))) {
            _ = try registry.suite("demmo")
        }
        #expect(
            "\(SuiteError.unknownSuite(id: "ucf", known: ["demo", "ucf-101"]))".contains(
                "did you mean ucf-101?"))
        #expect(throws: SuiteError.needsData(suite: "folder")) { _ = try registry.suite("folder") }
        #expect(throws: SuiteError.takesNoData(suite: "demo", path: "x")) {
            _ = try registry.suite("demo", files: "x")
        }
        #expect(SuiteError.needsData(suite: "folder").exitCode == 64)
    }

    private static let definition = """
        id: mine
        version: "2"
        title: Mine
        summary: mine
        source: manifest
        manifest: rows.csv
        protocol: { frames: 8, size: [32, 24], fps: 4, conditioning_frame: middle }
        metrics: [isim]
        sampler: { steps: 5, text_guidance: 7.5 }
        """

    /// A new suite is a folder of files and no code.
    @Test func aSuiteIsAFolder() throws {
        let root = try TemporaryFolder()
        try root.write(Self.definition, to: "mine/suite.yaml")
        try root.image("mine/x.png", grey: 33)
        try root.write("id,category,image,prompt\nx,grey,x.png,a grey picture\n", to: "mine/rows.csv")
        try root.write("not a suite", to: "README.md")
        let suite = try SuiteRegistry(root: root.path).suite("mine")
        #expect((suite.id, suite.version, suite.title) == ("mine", "2", "Mine"))
        #expect(suite.protocolSettings.width == 32 && suite.protocolSettings.height == 24)
        #expect(suite.definition.conditioningFrame == .middle)
        #expect(suite.definition.sampler.steps == 5 && suite.definition.sampler.textGuidance == 7.5)
        #expect(suite.definition.weights == .official)
        #expect(try suite.firstFrame(of: suite.samples[0]).pixels[0] == 33)
    }

    @Test(arguments: [
        ("id: mine\n", "version"), (definition.replacing("frames: 8", with: "frames: many"), "frames"),
        (definition.replacing("[32, 24]", with: "[32]"), "[width, height]"),
        (definition.replacing("frames: 8", with: "frames: 0"), "positive"),
        (definition.replacing("source: manifest", with: "source: magic"), "source"),
        (definition.replacing("manifest: rows.csv", with: "weights: demo"), "manifest: FILE"),
        (definition.replacing("id: mine", with: "id: yours"), "expected the folder's name “mine”"),
        (definition + "\n: :", ""),
    ])
    func brokenDefinitions(text: String, says: String) throws {
        let root = try TemporaryFolder()
        let file = try root.write(text, to: "mine/suite.yaml")
        do {
            _ = try SuiteRegistry(root: root.path)
            Issue.record("no error")
        } catch let error as SuiteError {
            #expect("\(error)".contains(file))
            #expect(says.isEmpty || "\(error)".contains(says), "\(error)")
        }
    }

    @Test func definitionsSurviveCoding() throws {
        for definition in try SuiteRegistry().definitions {
            let coded = try JSONEncoder().encode(definition)
            #expect(try JSONDecoder().decode(SuiteDefinition.self, from: coded) == definition)
        }
    }
}
