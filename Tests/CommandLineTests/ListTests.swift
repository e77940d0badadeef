import Foundation
import Networks
import TestSupport
import Testing

@Suite struct ListTests {
    @Test func networksAreListedWithSourceLicenceAndFile() throws {
        let run = try Tool.run(["list", "networks", "--json"])
        #expect(run.status == 0 && run.errors.isEmpty)
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
        #expect(rows.compactMap { $0["id"] as? String } == NetworkRegistry.all.map(\.id))
        let clip = try #require(rows.first { $0["id"] as? String == "clip_vit_b32" })
        #expect(clip["parameters"] as? Int == 151_277_313)
        #expect(clip["licence"] as? String == "MIT")
        #expect(clip["expected_file"] as? String == "ViT-B-32.pt")
        #expect((clip["source"] as? String)?.hasPrefix("https://openaipublic") == true)
    }

    @Test func tablesHaveAHeaderAndOneLineForEachEntry() throws {
        let networks = try Tool.run(["list", "networks"])
        let lines = networks.output.split(separator: "\n")
        #expect(lines.count == NetworkRegistry.all.count + 1)
        #expect(lines[0].hasPrefix("id ") && lines[0].hasSuffix("expected file"))
        #expect(lines[1].contains("151.3 M"))
        let metrics = try Tool.run(["list", "metrics"])
        #expect(metrics.output.contains("isim_decay") && metrics.output.contains("first_frame"))
        let generators = try Tool.run(["list", "generators"]).output
        #expect(generators.contains("consisti2v") && generators.contains("lookback"))
        #expect(try Tool.run(["list", "suites"]).output.contains("demo"))
        #expect(try Tool.run(["list", "networks", "--verbose"]).output.contains("\"vision_width\" : 768"))
    }

    @Test func generatorsTellTheirOptions() throws {
        let run = try Tool.run(["list", "generators", "--verbose"])
        #expect(run.output.contains("--tau: Timestep to which FrameInit diffuses the layout"))
        #expect(run.output.contains("--initialization: "))
        let json = try Tool.run(["list", "generators", "--json"])
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        let lookBack = try #require(rows.first { $0["id"] as? String == "lookback" })
        let options = try #require(lookBack["options"] as? [[String: Any]])
        let steps = try #require(options.first { $0["name"] as? String == "--steps" })
        #expect(steps["default"] as? String == "50" && steps["value"] as? String == "a whole number")
    }

    @Test func anUnknownKindIsAUsageError() throws {
        let run = try Tool.run(["list", "things"])
        #expect(run.status == 64 && run.output.isEmpty && run.errors.contains("networks"))
    }
}
